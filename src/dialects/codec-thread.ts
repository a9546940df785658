import path from 'node:path';
import { Piscina } from 'piscina';
import { UnreadableRequestError, UnreadableResponseError } from '../core/errors';
import type { WorkerReply, WorkerTask } from './codec-worker';
import type { Arguments, OperationName, Result } from './operations';

/** Bodies that may wait for the thread; each is at most as large as the codec's bound. */
const MAX_WAITING = 64;

/** One worker thread, started at the first task. It does not keep the process alive while it has nothing to do. */
export interface CodecThread {
  /** Whether a task would be turned away. */
  full(): boolean;
  run<N extends OperationName>(operation: N, args: Arguments<N>): Promise<Result<N>>;
  /** Ends the thread after the tasks that it has. */
  close(): Promise<void>;
}

export function createCodecThread(): CodecThread {
  let pool: Piscina<WorkerTask, WorkerReply> | undefined;
  let closed = false;
  const started = (): Piscina<WorkerTask, WorkerReply> => {
    if (closed) throw new Error('the codec is closed');
    if (pool !== undefined) return pool;
    const made = new Piscina<WorkerTask, WorkerReply>({
      filename: path.join(__dirname, 'codec-worker.js'),
      name: 'runTask',
      minThreads: 1,
      maxThreads: 1,
      maxQueue: MAX_WAITING,
    });
    // A thread that ended between two tasks: without a listener that would end the process, and without a new pool the next task would wait for ever.
    made.on('error', () => {
      if (pool === made) pool = undefined;
      void made.destroy();
    });
    pool = made;
    return pool;
  };
  return {
    full: () => (pool?.queueSize ?? 0) >= MAX_WAITING,
    run: async <N extends OperationName>(operation: N, args: Arguments<N>) =>
      resultOf<N>(await started().run({ operation, args })),
    close: async () => {
      closed = true;
      await pool?.close();
    },
  };
}

function resultOf<N extends OperationName>(reply: WorkerReply): Result<N> {
  switch (reply.kind) {
    case 'done':
      return reply.result as Result<N>;
    case 'unreadable-request':
      throw new UnreadableRequestError(reply.reason, reply.message);
    case 'unreadable-response':
      throw new UnreadableResponseError(reply.reason, reply.message);
  }
}
