import { clopperPearson, type Interval } from '../calibration/intervals';
import { CONFIDENCE } from './pairs';

/** What is known of an entry that a query was answered from. */
export type HitLabel = 'true' | 'false' | 'unlabelled';

/** What a lookup may be answered from. */
export interface Offer {
  readonly score: number;
  readonly label: HitLabel;
}

/** One query, looked up without a threshold of the score. */
export interface LookedUp {
  /** An entry has the very same text: a hit of the exact tier. */
  readonly identical: boolean;
  /** Candidates that a threshold can let through, in the order in which they are tried. */
  readonly offers: readonly Offer[];
}

/** What a threshold does to the queries of a cache-shaped set. */
export interface CachePoint {
  readonly threshold: number;
  /** Identical ones and others. */
  readonly hits: number;
  readonly hitRate: number;
  readonly hitRateInterval: Interval;
  /** Of the non-identical hits: on an entry that is labelled as asking the same, as asking something else, not at all. */
  readonly trueHits: number;
  readonly falseHits: number;
  readonly unlabelled: number;
  /** Share of false ones among the labelled non-identical hits; `undefined` without any. */
  readonly falseShare: number | undefined;
  readonly falseShareInterval: Interval;
}

export interface CacheSweep {
  readonly threshold: number;
  readonly atThreshold: CachePoint;
  /** Strictest first. */
  readonly sweep: readonly CachePoint[];
}

const SIMILARITIES = [0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.92, 0.9, 0.85, 0.8];
/** Thresholds of a learned score: as many, so that each adds as many hits. */
const QUANTILES = 10;

export function sweep(looked: readonly LookedUp[], threshold: number, bySimilarity: boolean): CacheSweep {
  const thresholds = new Set([...(bySimilarity ? SIMILARITIES : quantiles(bestScores(looked))), threshold]);
  return {
    threshold,
    atThreshold: pointAt(looked, threshold),
    sweep: [...thresholds].sort((x, y) => y - x).map((each) => pointAt(looked, each)),
  };
}

/** The strictest threshold with at least so many hits; `undefined` when there is none. */
export function atHitRate(looked: readonly LookedUp[], hits: number): CachePoint | undefined {
  const wanted = hits - looked.filter(({ identical }) => identical).length;
  const scores = bestScores(looked);
  const threshold = wanted <= 0 ? scores[0] : scores[wanted - 1];
  return threshold === undefined ? undefined : pointAt(looked, threshold);
}

export function pointAt(looked: readonly LookedUp[], threshold: number): CachePoint {
  const identical = looked.filter((each) => each.identical).length;
  const served = looked.flatMap(({ offers }) => servedFrom(offers, threshold) ?? []);
  const count = (label: Offer['label']): number => served.filter((offer) => offer.label === label).length;
  const [trueHits, falseHits] = [count('true'), count('false')];
  const hits = identical + served.length;
  const labelled = trueHits + falseHits;
  return {
    threshold,
    hits,
    hitRate: looked.length === 0 ? 0 : hits / looked.length,
    hitRateInterval: clopperPearson(hits, looked.length, CONFIDENCE),
    trueHits,
    falseHits,
    unlabelled: count('unlabelled'),
    falseShare: labelled === 0 ? undefined : falseHits / labelled,
    falseShareInterval: clopperPearson(falseHits, labelled, CONFIDENCE),
  };
}

/** The first that passes is served. */
function servedFrom(offers: readonly Offer[], threshold: number): Offer | undefined {
  return offers.find(({ score }) => score >= threshold);
}

/** Of each query that has an offer, best first: a query hits at every threshold up to it. */
function bestScores(looked: readonly LookedUp[]): Float64Array {
  const best = looked.flatMap(({ offers }) => (offers.length === 0 ? [] : [Math.max(...offers.map((o) => o.score))]));
  return Float64Array.from(best).sort().reverse();
}

function quantiles(descending: Float64Array): readonly number[] {
  return Array.from({ length: QUANTILES }, (_, i) => Math.ceil(((i + 1) * descending.length) / QUANTILES) - 1).flatMap(
    (place) => descending[place] ?? [],
  );
}
