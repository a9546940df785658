/** As test/integration/embedding/thread-death-process.ts, for pairs. */
import type { Worker } from 'node:worker_threads';
import { loadSecondOpinion } from '../../../src/second-opinion/onnx-second-opinion';

const threads: Worker[] = [];
process.on('worker', (thread) => threads.push(thread));

async function scenario(modelDir: string): Promise<void> {
  const opinion = await loadSecondOpinion({ modelDir, threads: 1, queue: 10 });
  console.log(`before: ${(await opinion.judge('a text', 'a text')).kind}`);
  threads[0]!.postMessage(null);
  // Of another length than those that wait, and so in a batch of its own.
  const lost = opinion.judge('password '.repeat(8), 'password');
  const waiting = opinion.judge('a text', 'a text');
  console.log(`lost: ${(await Promise.allSettled([lost]))[0].status}`);
  console.log(`waiting: ${(await waiting).kind}`);
  await opinion.close();
  console.log('closed');
}

void scenario(process.argv[2] ?? '');
