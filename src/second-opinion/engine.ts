import type { Opinion } from '../core/second-opinion';
import { hindranceOf } from '../onnx/hindrance';
import { openNetwork, type Network } from '../onnx/network';
import { runFitting } from '../onnx/run-fitting';
import { openTokenizer, type TextTokenizer, type Tokens } from '../onnx/tokens';
import { PAIR_MODEL, type PairModelConfig } from './model-config';
import { probabilitiesOf } from './probability';

/** Two texts that a model is to compare. Plain data: it crosses worker threads. */
export interface TextPair {
  readonly asked: string;
  readonly stored: string;
}

/** Tokenizer and network of one model that compares texts, in the thread that opened it. */
export interface PairEngine {
  readonly config: PairModelConfig;
  readonly tokenizer: TextTokenizer;
  readonly network: Network;
  /** A pair that the model cannot tell anything of costs no inference. */
  judge(pairs: readonly TextPair[]): Promise<Opinion[]>;
}

/** @throws ModelError */
export async function openPairEngine(dir: string, config: PairModelConfig): Promise<PairEngine> {
  const { remedy } = PAIR_MODEL;
  const { output, threshold, window } = config;
  const tokenizer = await openTokenizer(dir, remedy);
  const network = await openNetwork(dir, { output: 'logits', remedy });
  const directions = ({ asked, stored }: TextPair): readonly Tokens[] => [
    tokenizer.encodePair(asked, stored),
    ...(output.bothWays ? [tokenizer.encodePair(stored, asked)] : []),
  ];
  const judge = (pairs: readonly TextPair[]): Promise<Opinion[]> =>
    runFitting(
      pairs.map(directions),
      ([tokens = { ids: [] }]) => hindranceOf(tokens, tokenizer, window),
      async (fitting): Promise<Opinion[]> => {
        const probabilities = probabilitiesOf(await network.run(fitting.flat()), output).values();
        return fitting.map((rows) => {
          const probability = Math.min(...rows.map(() => probabilities.next().value ?? Number.NaN));
          // Put this way round, what is no number is not the same.
          return { kind: 'opinion', probability, same: probability >= threshold };
        });
      },
    );
  return { config, tokenizer, network, judge };
}
