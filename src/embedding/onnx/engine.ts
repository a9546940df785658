import type { Embedding } from '../../core/embedder';
import { hindranceOf } from '../../onnx/hindrance';
import { openNetwork, type Network } from '../../onnx/network';
import { runFitting } from '../../onnx/run-fitting';
import { openTokenizer, type TextTokenizer } from '../../onnx/tokens';
import { EMBEDDING_MODEL, type ModelConfig } from './model-config';
import { vectorsOf } from './vectors';

/** Tokenizer and network of one model, in the thread that opened it. */
export interface Engine {
  readonly config: ModelConfig;
  readonly tokenizer: TextTokenizer;
  readonly network: Network;
  /** Vectors of texts; one that the model cannot tell the meaning of gets none and costs no inference. */
  embed(texts: readonly string[]): Promise<Embedding[]>;
}

/** @throws ModelError */
export async function openEngine(dir: string, config: ModelConfig): Promise<Engine> {
  const { remedy } = EMBEDDING_MODEL;
  const tokenizer = await openTokenizer(dir, remedy);
  const network = await openNetwork(dir, { output: 'last_hidden_state', remedy });
  const embed = (texts: readonly string[]): Promise<Embedding[]> =>
    runFitting(
      texts.map((text) => tokenizer.encode(config.prefix + text)),
      (tokens) => hindranceOf(tokens, tokenizer, config.window),
      async (batch): Promise<Embedding[]> => {
        const vectors = vectorsOf(await network.run(batch), { path: network.path, batch, config });
        return vectors.map((vector) => ({ kind: 'vector', vector }));
      },
    );
  return { config, tokenizer, network, embed };
}
