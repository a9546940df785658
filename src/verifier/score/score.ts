import { logistic } from '../../core/logistic';
import type { FeatureShare } from '../../core/verifier';
import { FEATURES, type FeatureName, type Features } from './features';
import { weights } from './weights';

const NAMES = Object.keys(FEATURES) as FeatureName[];

/** How surely both ask the same, 0 to 1. In a language without word lists little can be seen of a difference: less sure. */
export function scoreOf(features: Features, languageKnown: boolean): number {
  let logOdds = weights.bias - (languageKnown ? 0 : weights.unknownLanguage);
  for (const name of NAMES) logOdds += weights.weights[name] * features[name];
  return logistic(logOdds);
}

/** Greatest first. */
export function sharesOf(features: Features): readonly FeatureShare[] {
  return NAMES.map((feature) => ({
    feature,
    value: features[feature],
    share: weights.weights[feature] * features[feature],
  }))
    .filter(({ share }) => share !== 0)
    .sort((x, y) => Math.abs(y.share) - Math.abs(x.share));
}
