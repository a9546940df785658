import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ModelError } from '../core/errors';

export const NETWORK_FILE = 'model.onnx';
export const TOKENIZER_FILE = 'tokenizer.json';
const CONFIG_FILE = 'semantic-model.json';
const FILES = [NETWORK_FILE, TOKENIZER_FILE, CONFIG_FILE] as const;

/** What a folder is to hold. */
export interface ModelKind<C> {
  /** In messages, such as "embedding model". */
  readonly called: string;
  /** `task` of its config; a sentence-embedding model has none. */
  readonly task: string | undefined;
  /** Of its config. */
  readonly schema: z.ZodType<C>;
  /** What an operator does about a model that cannot be used. */
  readonly remedy: string;
}

export interface ModelFolder<C> {
  readonly dir: string;
  readonly config: C;
  /** Name and content hash: differs whenever any file that shapes what the model says differs. */
  readonly identity: string;
}

/**
 * Reads what can be known of a model without running it.
 * @throws ModelError when a file is missing, the config is not valid, or the model is of another kind.
 */
export async function readModelFolder<C extends { readonly name: string }>(
  dir: string,
  kind: ModelKind<C>,
): Promise<ModelFolder<C>> {
  for (const file of FILES) await requireFile(dir, file, kind);
  const config = await readConfig(join(dir, CONFIG_FILE), kind);
  return { dir, config, identity: `${config.name}@${await contentHash(dir)}` };
}

type Wording = Pick<ModelKind<unknown>, 'called' | 'remedy'>;

async function requireFile(dir: string, file: string, { called, remedy }: Wording): Promise<void> {
  const found = await stat(join(dir, file)).catch(() => undefined);
  if (found?.isFile() && found.size > 0) return;
  throw new ModelError(`the ${called} at ${dir} has no ${file}. ${remedy}`);
}

async function readConfig<C>(path: string, kind: ModelKind<C>): Promise<C> {
  const raw = parseJson(path, await readFile(path, 'utf8'), kind);
  const task = taskOf(raw);
  if (task !== kind.task) {
    const found = task === undefined ? 'no task' : `task ${JSON.stringify(task)}`;
    throw new ModelError(`${path} has ${found}: this is no ${kind.called}. ${kind.remedy}`);
  }
  const result = kind.schema.safeParse(raw);
  if (result.success) return result.data;
  throw new ModelError(`${path} is not valid:\n${z.prettifyError(result.error)}`);
}

function taskOf(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null && 'task' in raw ? raw.task : undefined;
}

function parseJson(path: string, text: string, { remedy }: Wording): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ModelError(`${path} is not JSON. ${remedy}`, { cause });
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
