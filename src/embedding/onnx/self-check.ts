import { dot } from '../../core/dot';
import { ModelError } from '../../core/errors';
import { checkVocabulary, checkWindow } from '../../onnx/self-check';
import type { Engine } from './engine';
import { norm } from './pooling';

/** Vectors may be this far from unit length. */
const NORM_TOLERANCE = 1e-3;

/** The paraphrase must be nearer than the other sentence by this cosine. */
const MARGIN = 0.05;

/**
 * Runs the model once over its limits, so that a wrong one is refused at the start and not noticed by its answers.
 * @throws ModelError saying which part does not fit.
 */
export async function selfCheck(engine: Engine): Promise<void> {
  await checkVocabulary(engine);
  await checkWindow(engine);
  await checkProbe(engine);
}

async function checkProbe(engine: Engine): Promise<void> {
  const { probe } = engine.config;
  const [text, near, far] = (await engine.embed([probe.text, probe.near, probe.far])).map((result) => {
    if (result.kind !== 'vector') throw new ModelError('a probe sentence of the config is longer than its window');
    return result.vector;
  });
  if (!text || !near || !far) throw new ModelError('model.onnx gives fewer vectors than texts');
  if ([text, near, far].some((vector) => !(Math.abs(norm(vector) - 1) <= NORM_TOLERANCE))) {
    throw new ModelError(
      'model.onnx does not give unit vectors: set normalize in its config, if it is the right model',
    );
  }
  const [paraphrase, other] = [dot(text, near), dot(text, far)];
  if (paraphrase - other >= MARGIN) return;
  const seen = `paraphrase ${paraphrase.toFixed(3)}, unrelated ${other.toFixed(3)}`;
  throw new ModelError(`the model does not tell a paraphrase from another sentence (cosine: ${seen})`);
}
