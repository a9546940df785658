import type { Embedding } from '../../core/embedder';
import type { ModelConfig } from './model-config';
import { openNetwork, type Network } from './network';
import { openTokenizer, type TextTokenizer } from './tokens';

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
  const tokenizer = await openTokenizer(dir);
  const network = await openNetwork(dir, config);
  const embed = async (texts: readonly string[]): Promise<Embedding[]> => {
    const inputs = texts.map((text) => tokenizer.encode(config.prefix + text));
    const hindrances = inputs.map((ids) => hindrance(ids, tokenizer, config));
    const fitting = inputs.filter((_, i) => hindrances[i] === undefined);
    const vectors = (fitting.length > 0 ? await network.infer(fitting) : []).values();
    return hindrances.map((kind): Embedding => {
      if (kind !== undefined) return { kind };
      const vector = vectors.next().value;
      if (vector === undefined) throw new Error('the network gave fewer vectors than it got texts');
      return { kind: 'vector', vector };
    });
  };
  return { config, tokenizer, network, embed };
}

function hindrance(
  ids: readonly number[],
  tokenizer: TextTokenizer,
  config: ModelConfig,
): Exclude<Embedding['kind'], 'vector'> | undefined {
  if (ids.length > config.window) return 'window-exceeded';
  return tokenizer.unknownId !== undefined && ids.includes(tokenizer.unknownId) ? 'unknown-words' : undefined;
}
