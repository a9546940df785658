import type { VerifySettings } from '../config/settings';
import type { SecondOpinion } from '../core/second-opinion';
import { loadSecondOpinion } from '../second-opinion/onnx-second-opinion';

/** The model of `verify.model`; `undefined`: none is configured. @throws ModelError */
export async function openSecondOpinion({ model, ...options }: VerifySettings): Promise<SecondOpinion | undefined> {
  return model === undefined ? undefined : loadSecondOpinion({ ...options, modelDir: model });
}
