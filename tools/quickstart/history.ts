import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { send, type Answer } from '../harness/exchange';
import { callOf } from './guide';
import type { Stack } from './stack';
import { TOUR } from './tour';

/** The API key of the last tour in this state folder, if there was one. */
export async function lastApiKey(stateDir: string): Promise<string | undefined> {
  try {
    const { apiKey } = JSON.parse(await readFile(fileIn(stateDir), 'utf8')) as { apiKey?: string };
    return apiKey;
  } catch {
    return undefined;
  }
}

export async function rememberApiKey(stateDir: string, apiKey: string): Promise<void> {
  await writeFile(fileIn(stateDir), JSON.stringify({ apiKey }));
}

/** The tour's first question under the last tour's key: its entry has outlived that run, so it is answered from disk. */
export async function askAgain(stack: Stack, apiKey: string): Promise<Answer> {
  const [first] = TOUR;
  return send({
    url: `${stack.envoy.url}/v1/chat/completions`,
    headers: { authorization: `Bearer ${apiKey}`, 'x-tenant': 'acme', 'cache-control': 'only-if-cached' },
    body: first ? JSON.stringify(callOf(first)) : '{}',
  });
}

function fileIn(stateDir: string): string {
  return join(stateDir, 'last-tour.json');
}
