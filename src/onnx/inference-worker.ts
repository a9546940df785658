import { Worker } from 'node:worker_threads';
import { ModelError } from '../core/errors';
import type { Order, Report, WorkerModel } from './worker-protocol';

/** How long a worker may take to finish its last batch and leave before it is terminated, ms. */
const STOP_MS = 5_000;

/** A worker thread with a checked model in it. It takes one batch at a time. */
export interface InferenceWorker<I, R> {
  /** Rejects when inference fails or the thread dies. */
  run(inputs: readonly I[]): Promise<readonly R[]>;
  /** False from the moment the thread has gone. */
  readonly alive: boolean;
  /** Resolves when the thread has gone, for whatever reason. */
  readonly gone: Promise<void>;
  /** Lets the batch at work finish; resolves when the thread has gone. */
  stop(): Promise<void>;
}

/** Which thread is to be started. */
export interface WorkerSource<C> {
  /** Compiled file that calls `workOff`. */
  readonly script: string;
  /** Of the thread, for debuggers. */
  readonly name: string;
  readonly model: WorkerModel<C>;
}

interface Pending<R> {
  readonly resolve: (results: readonly R[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts a thread; resolves when its model has passed the self-check.
 * @throws ModelError when the model is refused or the thread dies before.
 */
export async function startWorker<C, I, R>({ script, name, model }: WorkerSource<C>): Promise<InferenceWorker<I, R>> {
  keepToItself();
  const thread = new Worker(script, { workerData: model, name });
  // Taken here because a thread that dies on its own emits 'error' before 'exit'; without a listener that would throw.
  let fault = 'the inference thread ended';
  thread.on('error', (error) => {
    fault = `the inference thread died: ${error.message}`;
  });
  await ready(thread, () => fault);
  return wrap(thread, () => fault);
}

/**
 * ONNX Runtime (1.29 and newer) tells its maker of models and their use unless this is set when it is loaded, and leaves an
 * identifier of the machine in the home folder. It reads the variable of the process, so a thread's own environment will not do.
 */
function keepToItself(): void {
  // eslint-disable-next-line no-restricted-properties -- set, not read
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}

function ready(thread: Worker, fault: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => {
      reject(new ModelError(fault()));
    };
    thread.once('exit', onExit);
    thread.once('message', (report: Report<never>) => {
      thread.off('exit', onExit);
      if (report.kind === 'ready') resolve();
      else reject(new ModelError('reason' in report ? report.reason : 'the inference thread did not start'));
    });
  });
}

function wrap<I, R>(thread: Worker, fault: () => string): InferenceWorker<I, R> {
  let alive = true;
  let pending: Pending<R> | undefined;
  const settle = (how: (waiting: Pending<R>) => void): void => {
    const waiting = pending;
    pending = undefined;
    if (waiting) how(waiting);
  };
  thread.on('message', (report: Report<R>) => {
    settle(({ resolve, reject }) => {
      if (report.kind === 'done') resolve(report.results);
      else reject(new Error('reason' in report ? report.reason : 'unexpected report'));
    });
  });
  const gone = new Promise<void>((resolve) => {
    thread.once('exit', () => {
      alive = false;
      settle(({ reject }) => {
        reject(new Error(fault()));
      });
      resolve();
    });
  });
  return {
    run: (inputs) =>
      new Promise((resolve, reject) => {
        pending = { resolve, reject };
        send(thread, { kind: 'run', inputs });
      }),
    get alive() {
      return alive;
    },
    gone,
    stop: () => stop(thread, gone),
  };
}

async function stop(thread: Worker, gone: Promise<void>): Promise<void> {
  send<never>(thread, { kind: 'stop' });
  const timer = setTimeout(() => {
    void thread.terminate();
  }, STOP_MS);
  await gone;
  clearTimeout(timer);
}

function send<I>(thread: Worker, order: Order<I>): void {
  thread.postMessage(order);
}
