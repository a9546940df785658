import type { InferenceWorker } from './inference-worker';
import { createLanes, isLong, type Sized } from './lanes';

/** First pause before another try when a worker cannot be started again; doubles each time up to the second, ms. */
const RETRY_MS = { first: 1_000, most: 30_000 };

/** What waits for a worker, and for how long. */
export interface QueueOptions<I> {
  /** Most short inputs in one inference. */
  readonly maxBatch: number;
  /** Most inputs that wait for a worker. */
  readonly queue: number;
  /** Size of an input's text in UTF-8. */
  readonly bytesOf: (input: I) => number;
  /** What an input is refused with when too many wait already. */
  readonly busy: (waiting: number) => Error;
}

export interface DispatcherOptions<I, R> extends QueueOptions<I> {
  /** The workers to begin with. */
  readonly workers: readonly InferenceWorker<I, R>[];
  /** Starts one in place of a worker that died. */
  readonly start: () => Promise<InferenceWorker<I, R>>;
}

/** Hands inputs to free workers. While all are at work inputs wait, and the next free one takes several at once. */
export interface Dispatcher<I, R> {
  /** Rejects with `busy` when too many inputs wait already. */
  run(input: I): Promise<R>;
  /** Inputs waiting or being worked on. */
  readonly waiting: number;
  close(): Promise<void>;
}

interface Task<I, R> extends Sized {
  readonly input: I;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

export function createDispatcher<I, R>(options: DispatcherOptions<I, R>): Dispatcher<I, R> {
  const { workers, start, maxBatch, queue, bytesOf, busy } = options;
  const lanes = createLanes<Task<I, R>>({ room: queue, maxBatch });
  const alive = new Set<InferenceWorker<I, R>>();
  const idle: InferenceWorker<I, R>[] = [];
  // With several workers one is always left to the short inputs.
  const longLimit = Math.max(1, workers.length - 1);
  let longAtWork = 0;
  let atWork = 0;
  let broken: Error | undefined;
  let closed = false;

  const pump = (): void => {
    for (let worker = idle.pop(); worker; worker = idle.pop()) {
      const batch = lanes.take(longAtWork < longLimit);
      if (batch.length === 0) {
        idle.push(worker);
        return;
      }
      void work(worker, batch);
    }
  };

  const work = async (worker: InferenceWorker<I, R>, batch: readonly Task<I, R>[]): Promise<void> => {
    const longs = batch.filter(isLong).length;
    longAtWork += longs;
    atWork += batch.length;
    await fulfil(worker, batch);
    longAtWork -= longs;
    atWork -= batch.length;
    if (worker.alive) idle.push(worker);
    pump();
  };

  const employ = (worker: InferenceWorker<I, R>): void => {
    broken = undefined;
    alive.add(worker);
    idle.push(worker);
    void worker.gone.then(() => {
      alive.delete(worker);
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
      if (!closed) void replace(RETRY_MS.first);
    });
    pump();
  };

  const replace = async (pauseMs: number): Promise<void> => {
    try {
      const worker = await start();
      if (closed) await worker.stop();
      else employ(worker);
    } catch (error) {
      if (closed) return;
      if (alive.size === 0) refuseAll(error instanceof Error ? error : new Error(String(error)));
      setTimeout(() => void replace(Math.min(pauseMs * 2, RETRY_MS.most)), pauseMs).unref();
    }
  };

  const refuseAll = (error: Error): void => {
    broken = error;
    for (const task of lanes.drain()) task.reject(error);
  };

  workers.forEach(employ);
  return {
    get waiting() {
      return lanes.size + atWork;
    },
    run: (input) =>
      new Promise((resolve, reject) => {
        if (broken) throw broken;
        const fits = lanes.push({ input, bytes: bytesOf(input), resolve, reject });
        if (!fits) throw busy(lanes.size + atWork);
        pump();
      }),
    close: async () => {
      closed = true;
      refuseAll(new Error('the model is closed'));
      await Promise.all([...alive].map((worker) => worker.stop()));
    },
  };
}

async function fulfil<I, R>(worker: InferenceWorker<I, R>, batch: readonly Task<I, R>[]): Promise<void> {
  try {
    const results = await worker.run(batch.map(({ input }) => input));
    batch.forEach(({ resolve, reject }, index) => {
      const result = results[index];
      if (result !== undefined) resolve(result);
      else reject(new Error('the worker left out an input'));
    });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
