import { ModelError } from '../core/errors';
import { checkVocabulary, checkWindow } from '../onnx/self-check';
import type { PairEngine } from './engine';

/**
 * Runs the model once over its limits, so that a wrong one is refused at the start and not noticed by its opinions.
 * @throws ModelError saying which part does not fit.
 */
export async function selfCheck(engine: PairEngine): Promise<void> {
  await checkVocabulary(engine);
  await checkWindow(engine);
  checkJoining(engine);
  await checkProbe(engine);
}

/** Tokenizers of models that were made for single texts only leave the second text out. */
function checkJoining({ tokenizer, config: { probe } }: PairEngine): void {
  const [alone, pair] = [tokenizer.encode(probe.text), tokenizer.encodePair(probe.text, probe.far)];
  if (pair.ids.length > alone.ids.length) return;
  throw new ModelError('tokenizer.json does not join two texts: it has no post_processor for pairs');
}

async function checkProbe(engine: PairEngine): Promise<void> {
  const { probe, threshold } = engine.config;
  const { text: asked, near, far } = probe;
  const pairs = [near, far].map((stored) => ({ asked, stored }));
  const [same = Number.NaN, other = Number.NaN] = (await engine.judge(pairs)).map((opinion) => {
    if (opinion.kind === 'opinion') return opinion.probability;
    throw new ModelError(`the model cannot read the probe of its config (${opinion.kind})`);
  });
  if (same >= threshold && other < threshold) return;
  const seen = `the same ${same.toFixed(3)}, different ${other.toFixed(3)}, threshold ${threshold}`;
  throw new ModelError(`the model does not tell the pairs of its probe apart (probability: ${seen})`);
}
