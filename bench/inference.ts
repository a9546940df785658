import { loadOnnxEmbedder } from '../src/embedding/onnx/onnx-embedder';
import { serveParent } from './child';
import { spreadOf, type Spread } from './statistics';

export interface InferenceJob {
  readonly seconds: number;
  readonly texts: readonly string[];
}

/** Bare inference: the server's own embedder with one thread, each text a real run, one at a time. */
async function main(modelDir: string): Promise<void> {
  const embedder = await loadOnnxEmbedder({ modelDir, threads: 1, maxBatch: 8, queue: 256, memoEntries: 0 });
  serveParent('', async ({ seconds, texts }: InferenceJob): Promise<Spread> => {
    const times: number[] = [];
    const end = performance.now() + seconds * 1000;
    for (let turn = 0; performance.now() < end; turn++) {
      const start = performance.now();
      await embedder.embed(texts[turn % texts.length] ?? '');
      times.push(performance.now() - start);
    }
    return spreadOf(times);
  });
}

void main(process.argv[2] ?? '');
