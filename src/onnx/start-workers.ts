import { ModelError } from '../core/errors';
import { createDispatcher, type Dispatcher, type QueueOptions } from './dispatcher';
import { startWorker, type InferenceWorker, type WorkerSource } from './inference-worker';

export interface WorkersOptions<C, I> extends WorkerSource<C>, QueueOptions<I> {
  /** Worker threads; each holds the model once and uses one core. */
  readonly threads: number;
}

/**
 * Loads a model into worker threads, and hands out what there is to do.
 * @throws ModelError when the model is refused.
 */
export async function startWorkers<C, I, R>(options: WorkersOptions<C, I>): Promise<Dispatcher<I, R>> {
  const start = (): Promise<InferenceWorker<I, R>> => startWorker(options);
  return createDispatcher({ ...options, start, workers: await startAll(start, options.threads) });
}

/** All or none: when one cannot start, those that did are stopped. */
async function startAll<W extends Pick<InferenceWorker<never, never>, 'stop'>>(
  start: () => Promise<W>,
  threads: number,
): Promise<W[]> {
  const results = await Promise.allSettled(Array.from({ length: threads }, start));
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (!failure) return started;
  await Promise.all(started.map((worker) => worker.stop()));
  throw failure.reason instanceof Error ? failure.reason : new ModelError(String(failure.reason));
}
