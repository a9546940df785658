/**
 * Run as a process of its own by onnx-embedder.test.ts: makes the embedder's thread die of an error while it has a text to
 * work on, and prints what became of the texts. The process is to end by itself. (Not by terminate(): a thread that is stopped
 * from outside within the network's native code takes the process with it.)
 */
import type { Worker } from 'node:worker_threads';
import { loadOnnxEmbedder } from '../../../src/embedding/onnx/onnx-embedder';

const threads: Worker[] = [];
process.on('worker', (thread) => threads.push(thread));

async function scenario(modelDir: string): Promise<void> {
  const embedder = await loadOnnxEmbedder({ modelDir, threads: 1, maxBatch: 1, queue: 10, memoEntries: 0 });
  console.log(`before: ${(await embedder.embed('a text')).kind}`);
  threads[0]!.postMessage(null);
  const lost = embedder.embed('a text that is lost');
  const waiting = embedder.embed('a text that waits');
  console.log(`lost: ${(await Promise.allSettled([lost]))[0].status}`);
  console.log(`waiting: ${(await waiting).kind}`);
  await embedder.close();
  console.log('closed');
}

void scenario(process.argv[2] ?? '');
