import { parentPort, workerData } from 'node:worker_threads';
import { openEngine, type Engine } from './engine';
import { selfCheck } from './self-check';
import type { Order, Report, WorkerModel } from './worker-protocol';

/** Entry of a worker thread: opens the model, checks it, then works off orders one after the other. */
async function main(): Promise<void> {
  const { dir, config } = workerData as WorkerModel;
  try {
    const engine = await openEngine(dir, config);
    await selfCheck(engine);
    listen(engine);
    report({ kind: 'ready' });
  } catch (error) {
    report({ kind: 'refused', reason: reasonOf(error) });
  }
}

function listen(engine: Engine): void {
  let last = Promise.resolve();
  parentPort?.on('message', (order: Order) => {
    last = last.then(() => obey(engine, order));
  });
}

async function obey(engine: Engine, order: Order): Promise<void> {
  if (order.kind === 'stop') {
    await engine.network.release();
    parentPort?.close();
    return;
  }
  try {
    report({ kind: 'done', embeddings: await engine.embed(order.texts) });
  } catch (error) {
    report({ kind: 'failed', reason: reasonOf(error) });
  }
}

/** Vectors are moved, not copied. */
function report(message: Report): void {
  const embeddings = message.kind === 'done' ? message.embeddings : [];
  const buffers = embeddings.flatMap((one) => (one.kind === 'vector' ? [one.vector.buffer as ArrayBuffer] : []));
  parentPort?.postMessage(message, buffers);
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return [message ?? String(error), cause?.message].filter(Boolean).join(': ');
}

void main();
