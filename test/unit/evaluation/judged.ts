import type { Judgement } from '../../../src/evaluation/judge';
import type { JudgedPair } from '../../../src/evaluation/pairs';

/** A judged pair of a score; without other words it differs, is of no kind, and could be a hit. */
export function judged(
  score: number,
  same: boolean,
  change: Partial<Judgement> & Partial<Pick<JudgedPair, 'kind' | 'lang'>> = {},
): JudgedPair {
  const { kind, lang, ...judgement } = change;
  return {
    same,
    kind,
    lang,
    judgement: { exact: false, similarity: score, score, refusal: 'verify-low-score', ...judgement },
  };
}
