/**
 * Run as a process of its own by onnx-embedder.test.ts: kills the embedder's thread during an inference and prints what
 * became of the texts. The process is to end by itself.
 */
import type { Worker } from 'node:worker_threads';
import { loadOnnxEmbedder } from '../../../src/embedding/onnx/onnx-embedder';

const threads: Worker[] = [];
process.on('worker', (thread) => threads.push(thread));

async function scenario(modelDir: string): Promise<void> {
  const embedder = await loadOnnxEmbedder({ modelDir, threads: 1, maxBatch: 1, queue: 10, memoEntries: 0 });
  console.log(`before: ${(await embedder.embed('a text')).kind}`);
  const lost = embedder.embed('word '.repeat(200));
  const waiting = embedder.embed('a text that waits');
  await threads[0]!.terminate();
  console.log(`lost: ${(await Promise.allSettled([lost]))[0].status}`);
  console.log(`waiting: ${(await waiting).kind}`);
  await embedder.close();
  console.log('closed');
}

void scenario(process.argv[2] ?? '');
