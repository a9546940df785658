import { join } from 'node:path';
import type { Embedder, Embedding } from '../../core/embedder';
import { EmbedderBusyError } from '../../core/errors';
import { surelyTooLong } from '../../onnx/hindrance';
import { readModelFolder } from '../../onnx/model-folder';
import { startWorkers } from '../../onnx/start-workers';
import { memoised } from './memo';
import { EMBEDDING_MODEL, type ModelConfig } from './model-config';

export interface OnnxEmbedderOptions {
  /** Folder with model.onnx, tokenizer.json and semantic-model.json. */
  readonly modelDir: string;
  /** Worker threads; each holds the model once and uses one core. */
  readonly threads: number;
  /** Most short texts in one inference. */
  readonly maxBatch: number;
  /** Most texts that wait for a free worker. */
  readonly queue: number;
  /** Vectors remembered, 0: none. */
  readonly memoEntries: number;
}

/**
 * Loads a sentence-embedding model into worker threads. Vectors that it gives are shared between callers: read only.
 * @throws ModelError when the model is missing, damaged, or does not do what its config says.
 */
export async function loadOnnxEmbedder(options: OnnxEmbedderOptions): Promise<Embedder> {
  const { dir, config, identity } = await readModelFolder(options.modelDir, EMBEDDING_MODEL);
  const workers = await startWorkers<ModelConfig, string, Embedding>({
    ...options,
    script: join(__dirname, 'worker.js'),
    name: 'embedding',
    model: { dir, config },
    bytesOf: (text) => Buffer.byteLength(text),
    busy: (waiting) => new EmbedderBusyError(waiting),
  });
  const embed = memoised((text) => workers.run(text), options.memoEntries);
  return {
    identity,
    dims: config.dims,
    embed: (text) =>
      surelyTooLong(text.length, config.window) ? Promise.resolve({ kind: 'window-exceeded' }) : embed(text),
    get waiting() {
      return workers.waiting;
    },
    close: () => workers.close(),
  };
}
