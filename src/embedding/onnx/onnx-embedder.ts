import type { Embedder } from '../../core/embedder';
import { ModelError } from '../../core/errors';
import { createDispatcher } from './dispatcher';
import { startWorker, type InferenceWorker } from './inference-worker';
import { memoised } from './memo';
import { readModelFolder } from './model-folder';

/**
 * A text of more than this many characters per token of the window is taken as too long without counting its tokens, so
 * that a huge text costs nothing. Vocabularies hold hardly a token of more than 20 characters; a text that has so few
 * tokens all the same is mostly blanks or unbroken strings such as base64, of which an embedding sees nothing.
 */
const MOST_CHARACTERS_PER_TOKEN = 20;

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
  const { dir, config, identity } = await readModelFolder(options.modelDir);
  const start = (): Promise<InferenceWorker> => startWorker({ dir, config });
  const workers = await startAll(start, options.threads);
  const dispatcher = createDispatcher({ workers, start, maxBatch: options.maxBatch, queue: options.queue });
  const embed = memoised((text) => dispatcher.embed(text), options.memoEntries);
  const mostCharacters = config.window * MOST_CHARACTERS_PER_TOKEN;
  return {
    identity,
    dims: config.dims,
    embed: (text) => (text.length > mostCharacters ? Promise.resolve({ kind: 'window-exceeded' }) : embed(text)),
    get waiting() {
      return dispatcher.waiting;
    },
    close: () => dispatcher.close(),
  };
}

/** All or none: when one cannot start, those that did are stopped. */
async function startAll(start: () => Promise<InferenceWorker>, threads: number): Promise<InferenceWorker[]> {
  const results = await Promise.allSettled(Array.from({ length: threads }, start));
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (!failure) return started;
  await Promise.all(started.map((worker) => worker.stop()));
  throw failure.reason instanceof Error ? failure.reason : new ModelError(String(failure.reason));
}
