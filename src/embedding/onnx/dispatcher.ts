import type { Embedding } from '../../core/embedder';
import { EmbedderBusyError } from '../../core/errors';
import type { InferenceWorker } from './inference-worker';
import { createLanes, isLong, type Sized } from './lanes';

/** First pause before another try when a worker cannot be started again; doubles each time up to the second, ms. */
const RETRY_MS = { first: 1_000, most: 30_000 };

export interface DispatcherOptions {
  /** The workers to begin with. */
  readonly workers: readonly InferenceWorker[];
  /** Starts one in place of a worker that died. */
  readonly start: () => Promise<InferenceWorker>;
  /** Most short texts in one inference. */
  readonly maxBatch: number;
  /** Most texts that wait for a worker. */
  readonly queue: number;
}

/** Hands texts to free workers. While all are at work texts wait, and the next free one takes several at once. */
export interface Dispatcher {
  /** @throws EmbedderBusyError when too many texts wait already. */
  embed(text: string): Promise<Embedding>;
  readonly waiting: number;
  close(): Promise<void>;
}

interface Task extends Sized {
  readonly text: string;
  readonly resolve: (embedding: Embedding) => void;
  readonly reject: (error: unknown) => void;
}

export function createDispatcher({ workers, start, maxBatch, queue }: DispatcherOptions): Dispatcher {
  const lanes = createLanes<Task>({ room: queue, maxBatch });
  const alive = new Set<InferenceWorker>();
  const idle: InferenceWorker[] = [];
  // With several workers one is always left to the short texts.
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

  const work = async (worker: InferenceWorker, batch: readonly Task[]): Promise<void> => {
    const longs = batch.filter(isLong).length;
    longAtWork += longs;
    atWork += batch.length;
    await fulfil(worker, batch);
    longAtWork -= longs;
    atWork -= batch.length;
    if (worker.alive) idle.push(worker);
    pump();
  };

  const employ = (worker: InferenceWorker): void => {
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
    embed: (text) =>
      new Promise((resolve, reject) => {
        if (broken) throw broken;
        const fits = lanes.push({ text, bytes: Buffer.byteLength(text), resolve, reject });
        if (!fits) throw new EmbedderBusyError(lanes.size + atWork);
        pump();
      }),
    close: async () => {
      closed = true;
      refuseAll(new Error('the embedder is closed'));
      await Promise.all([...alive].map((worker) => worker.stop()));
    },
  };
}

async function fulfil(worker: InferenceWorker, batch: readonly Task[]): Promise<void> {
  try {
    const embeddings = await worker.embed(batch.map(({ text }) => text));
    batch.forEach(({ resolve, reject }, index) => {
      const embedding = embeddings[index];
      if (embedding) resolve(embedding);
      else reject(new Error('the worker left out a text'));
    });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
