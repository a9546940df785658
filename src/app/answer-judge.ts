import { readFileSync } from 'node:fs';
import type { JudgeSettings } from '../config/settings';
import { ConfigurationError } from '../core/errors';
import type { AnswerJudge } from '../core/judge';
import { createChatJudge } from '../judge/chat-judge';

/** @throws ConfigurationError when `judge.api-key-file` cannot be used */
export function openAnswerJudge(
  settings: JudgeSettings | undefined,
  failed: (where: string, error: unknown) => void,
): AnswerJudge | undefined {
  if (settings === undefined) return undefined;
  const { url, model, apiKeyFile, timeoutMs } = settings;
  return createChatJudge({
    url,
    model,
    timeoutMs,
    apiKey: apiKeyFile === undefined ? undefined : readKey(apiKeyFile),
    failed: (error) => {
      failed('judge', error);
    },
  });
}

function readKey(file: string): string {
  const key = read(file).trim();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new ConfigurationError([`judge.api-key-file: ${file} must hold the key and nothing else`]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError([`judge.api-key-file: ${file} cannot be read: ${(error as Error).message}`]);
  }
}
