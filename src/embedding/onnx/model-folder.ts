import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ModelError } from '../../core/errors';
import { ModelConfig } from './model-config';

export const NETWORK_FILE = 'model.onnx';
export const TOKENIZER_FILE = 'tokenizer.json';
const CONFIG_FILE = 'semantic-model.json';
const FILES = [NETWORK_FILE, TOKENIZER_FILE, CONFIG_FILE] as const;

/** What an operator does about a model that cannot be used. */
export const REMEDY = 'Run `npm run fetch-model`, or set embedding.model to the folder of a complete model.';

export interface ModelFolder {
  readonly dir: string;
  readonly config: ModelConfig;
  /** Name and content hash: differs whenever any file that shapes the vectors differs. */
  readonly identity: string;
}

/**
 * Reads what can be known of a model without running it.
 * @throws ModelError when a file is missing or the config is not valid.
 */
export async function readModelFolder(dir: string): Promise<ModelFolder> {
  for (const file of FILES) await requireFile(dir, file);
  const config = await readConfig(join(dir, CONFIG_FILE));
  return { dir, config, identity: `${config.name}@${await contentHash(dir)}` };
}

async function requireFile(dir: string, file: string): Promise<void> {
  const found = await stat(join(dir, file)).catch(() => undefined);
  if (found?.isFile() && found.size > 0) return;
  throw new ModelError(`the embedding model at ${dir} has no ${file}. ${REMEDY}`);
}

async function readConfig(path: string): Promise<ModelConfig> {
  const result = ModelConfig.safeParse(parseJson(path, await readFile(path, 'utf8')));
  if (result.success) return result.data;
  throw new ModelError(`${path} is not valid:\n${z.prettifyError(result.error)}`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ModelError(`${path} is not JSON. ${REMEDY}`, { cause });
  }
}

async function contentHash(dir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of FILES) {
    for await (const chunk of createReadStream(join(dir, file))) hash.update(chunk as Buffer);
    hash.update(`\n${file}\n`);
  }
  return hash.digest('hex').slice(0, 12);
}
