import { join } from 'node:path';
import { SecondOpinionBusyError } from '../core/errors';
import type { Opinion, SecondOpinion } from '../core/second-opinion';
import { surelyTooLong } from '../onnx/hindrance';
import { readModelFolder } from '../onnx/model-folder';
import { startWorkers } from '../onnx/start-workers';
import type { TextPair } from './engine';
import { PAIR_MODEL, type PairModelConfig } from './model-config';

/**
 * Most short pairs in one inference. Four together cost a third less CPU than one by one (bench/second-opinion.ts); more would let the first
 * wait too long within a lookup's budget.
 */
const MAX_BATCH = 4;

export interface SecondOpinionOptions {
  /** Folder with model.onnx, tokenizer.json and semantic-model.json. */
  readonly modelDir: string;
  /** Worker threads; each holds the model once and uses one core. */
  readonly threads: number;
  /** Most pairs that wait for a free worker. */
  readonly queue: number;
}

/**
 * Loads a model that compares two texts (a cross-encoder, or one of natural-language inference) into worker threads.
 * @throws ModelError when the model is missing, damaged, or does not do what its config says.
 */
export async function loadSecondOpinion(options: SecondOpinionOptions): Promise<SecondOpinion> {
  const { dir, config, identity } = await readModelFolder(options.modelDir, PAIR_MODEL);
  const workers = await startWorkers<PairModelConfig, TextPair, Opinion>({
    ...options,
    maxBatch: MAX_BATCH,
    script: join(__dirname, 'worker.js'),
    name: 'second opinion',
    model: { dir, config },
    bytesOf: ({ asked, stored }) => Buffer.byteLength(asked) + Buffer.byteLength(stored),
    busy: (waiting) => new SecondOpinionBusyError(waiting),
  });
  return {
    identity,
    threshold: config.threshold,
    judge: (asked, stored) =>
      surelyTooLong(asked.length + stored.length, config.window)
        ? Promise.resolve({ kind: 'window-exceeded' })
        : workers.run({ asked, stored }),
    get waiting() {
      return workers.waiting;
    },
    close: () => workers.close(),
  };
}
