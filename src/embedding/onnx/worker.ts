import type { Embedding } from '../../core/embedder';
import { workOff } from '../../onnx/worker-loop';
import { openEngine } from './engine';
import type { ModelConfig } from './model-config';
import { selfCheck } from './self-check';

/** Entry of a worker thread that embeds texts. */
void workOff<ModelConfig, string, Embedding>({
  open: async ({ dir, config }) => {
    const engine = await openEngine(dir, config);
    await selfCheck(engine);
    return { run: (texts) => engine.embed(texts), release: () => engine.network.release() };
  },
  moved: (embeddings) => embeddings.flatMap((one) => (one.kind === 'vector' ? [one.vector.buffer as ArrayBuffer] : [])),
});
