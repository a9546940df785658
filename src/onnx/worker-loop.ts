import { parentPort, workerData } from 'node:worker_threads';
import type { Order, Report, WorkerModel } from './worker-protocol';

/** A model in the thread that opened it: takes batches of `I` and gives an `R` for each. */
export interface Engine<I, R> {
  run(inputs: readonly I[]): Promise<readonly R[]>;
  release(): Promise<void>;
}

export interface Work<C, I, R> {
  /** Opens the model and checks it. @throws ModelError */
  readonly open: (model: WorkerModel<C>) => Promise<Engine<I, R>>;
  /** Memory that results are made of: it is moved to the other thread, not copied. */
  readonly moved?: (results: readonly R[]) => ArrayBuffer[];
}

/** What a worker thread does: opens its model, then works off orders one after the other. */
export async function workOff<C, I, R>({ open, moved = () => [] }: Work<C, I, R>): Promise<void> {
  const report = (message: Report<R>): void => {
    parentPort?.postMessage(message, message.kind === 'done' ? moved(message.results) : []);
  };
  try {
    const engine = await open(workerData as WorkerModel<C>);
    listen(engine, report);
    report({ kind: 'ready' });
  } catch (error) {
    report({ kind: 'refused', reason: reasonOf(error) });
  }
}

type Tell<R> = (message: Report<R>) => void;

function listen<I, R>(engine: Engine<I, R>, report: Tell<R>): void {
  let last = Promise.resolve();
  parentPort?.on('message', (order: Order<I>) => {
    last = last.then(() => obey(engine, order, report));
  });
}

async function obey<I, R>(engine: Engine<I, R>, order: Order<I>, report: Tell<R>): Promise<void> {
  if (order.kind === 'stop') {
    await engine.release();
    parentPort?.close();
    return;
  }
  try {
    report({ kind: 'done', results: await engine.run(order.inputs) });
  } catch (error) {
    report({ kind: 'failed', reason: reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return [message ?? String(error), cause?.message].filter(Boolean).join(': ');
}
