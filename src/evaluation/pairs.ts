import { clopperPearson, type Interval } from '../calibration/intervals';
import type { MissReason } from '../core/reason';
import { bootstrap, type SeparationIntervals } from './bootstrap';
import { calibrationError } from './calibration-error';
import { separationOf, type RecallAtPrecision } from './curve';
import { NEVER, type Judgement } from './judge';
import { rankingOf, type Ranked } from './ranking';

/** Confidence of all intervals in a report. */
export const CONFIDENCE = 0.95;

/** What is told apart in a breakdown besides the label. */
export interface PairTraits {
  readonly kind: string | undefined;
  readonly lang: string | undefined;
}

/** A labelled pair and how it was judged. */
export interface JudgedPair extends PairTraits {
  readonly same: boolean;
  readonly judgement: Judgement;
}

/** What a threshold serves. */
export interface Served {
  readonly trueHits: number;
  readonly falseHits: number;
  /** Share of true ones among the hits; `undefined` without hits. */
  readonly precision: number | undefined;
  readonly precisionInterval: Interval;
  /** Share of the same pairs that are served. */
  readonly recall: number;
}

export interface Group {
  readonly n: number;
  readonly same: number;
  readonly hits: number;
  readonly falseHits: number;
}

export interface Refused {
  readonly same: number;
  readonly different: number;
}

/** How one judge does on labelled pairs. */
export interface PairEvaluation {
  readonly n: number;
  readonly same: number;
  readonly different: number;
  /** Pairs of equal texts; they are hits whatever the threshold. */
  readonly identical: number;
  readonly auc: number | undefined;
  readonly ece: number | undefined;
  readonly recallAtPrecision: RecallAtPrecision;
  readonly intervals: SeparationIntervals;
  readonly threshold: number;
  readonly atThreshold: Served;
  readonly byKind: Readonly<Record<string, Group>>;
  readonly byLang: Readonly<Record<string, Group>>;
  /** Pairs that are no hits, by reason, most frequent first. */
  readonly refusals: Readonly<Partial<Record<MissReason, Refused>>>;
}

/** By the score of the judgement. */
export function evaluatePairs(pairs: readonly JudgedPair[], threshold: number): PairEvaluation {
  const ranked = pairs.map(({ same, judgement }): Ranked => ({ same, score: judgement.score }));
  const ranking = rankingOf(ranked);
  const same = pairs.filter((pair) => pair.same).length;
  const hit = (pair: JudgedPair): boolean => isHit(pair, threshold);
  return {
    n: pairs.length,
    same,
    different: pairs.length - same,
    identical: pairs.filter(({ judgement }) => judgement.exact).length,
    ...separationOf(ranking),
    ece: calibrationError(ranked),
    intervals: bootstrap(ranking),
    threshold,
    atThreshold: servedOf(pairs.filter(hit), same),
    byKind: groupsOf(pairs, ({ kind }) => kind, hit),
    byLang: groupsOf(pairs, ({ lang }) => lang, hit),
    refusals: refusalsOf(pairs.filter((pair) => !hit(pair))),
  };
}

/** Equal texts are, whatever the threshold. */
export function isHit({ judgement }: JudgedPair, threshold: number): boolean {
  return judgement.exact || judgement.score >= threshold;
}

/** By plain cosine, without verification and without a floor: what a cache that only compares embeddings would do. */
export function evaluateCosine(pairs: readonly JudgedPair[], threshold: number): PairEvaluation {
  return evaluatePairs(pairs.map(byCosine), threshold);
}

function byCosine({ judgement, ...pair }: JudgedPair): JudgedPair {
  const { similarity, refusal } = judgement;
  if (similarity === undefined) return { ...pair, judgement };
  return {
    ...pair,
    judgement: { ...judgement, score: similarity, refusal: judgement.exact ? refusal : 'below-threshold' },
  };
}

/** Judged pairs whose label a threshold can make right or wrong: no equal texts, nothing that can never be a hit. */
export function thresholdedPairs(pairs: readonly JudgedPair[]): readonly Ranked[] {
  return pairs
    .filter(({ judgement }) => !judgement.exact && judgement.score !== NEVER)
    .map(({ same, judgement }) => ({ same, score: judgement.score }));
}

function servedOf(hits: readonly JudgedPair[], same: number): Served {
  const trueHits = hits.filter((pair) => pair.same).length;
  return {
    trueHits,
    falseHits: hits.length - trueHits,
    precision: hits.length === 0 ? undefined : trueHits / hits.length,
    precisionInterval: clopperPearson(trueHits, hits.length, CONFIDENCE),
    recall: same === 0 ? 0 : trueHits / same,
  };
}

/** What pairs without the trait are called where others have it. */
const WITHOUT = '(none)';

function groupsOf(
  pairs: readonly JudgedPair[],
  trait: (pair: JudgedPair) => string | undefined,
  served: (pair: JudgedPair) => boolean,
): Readonly<Record<string, Group>> {
  if (pairs.every((pair) => trait(pair) === undefined)) return {};
  const groups = new Map<string, { n: number; same: number; hits: number; falseHits: number }>();
  for (const pair of pairs) {
    const name = trait(pair) ?? WITHOUT;
    const group = groups.get(name) ?? { n: 0, same: 0, hits: 0, falseHits: 0 };
    groups.set(name, group);
    const hit = served(pair) ? 1 : 0;
    group.n += 1;
    group.same += pair.same ? 1 : 0;
    group.hits += hit;
    group.falseHits += pair.same ? 0 : hit;
  }
  return Object.fromEntries([...groups].sort(([x], [y]) => (x < y ? -1 : 1)));
}

function refusalsOf(refused: readonly JudgedPair[]): PairEvaluation['refusals'] {
  const counts = new Map<MissReason, { same: number; different: number }>();
  for (const { same, judgement } of refused) {
    const count = counts.get(judgement.refusal) ?? { same: 0, different: 0 };
    counts.set(judgement.refusal, count);
    count[same ? 'same' : 'different'] += 1;
  }
  const size = ({ same, different }: Refused): number => same + different;
  return Object.fromEntries([...counts].sort(([, x], [, y]) => size(y) - size(x)));
}
