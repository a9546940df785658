import { binomialTail, upperBound } from './intervals';

/** A pair that could be a semantic hit: its score, and whether the two ask the same. */
export interface ScoredLabel {
  readonly score: number;
  readonly same: boolean;
}

export interface RatePromise {
  /** The greatest share of false hits that is allowed, 0 to 1, exclusive. */
  readonly maxFalseHitRate: number;
  /** How sure the promise is to be, 0 to 1, exclusive. */
  readonly confidence: number;
}

/** The most permissive threshold that keeps the promise, and what it serves of the labelled pairs. */
export interface BoundedThreshold {
  readonly threshold: number;
  readonly served: number;
  readonly falseHits: number;
  /** Upper bound of the true false-hit rate that the test at this threshold gives. */
  readonly bound: number;
}

export interface BoundOutcome {
  /** `undefined`: the labels support no threshold. */
  readonly found: BoundedThreshold | undefined;
  /** Thresholds that were tested. */
  readonly tested: number;
  /** Labels without a single false one that the promise takes at least. */
  readonly needed: number;
}

/** Thresholds of one sequence serve this much more each time: fewer tests leave less room for an unlucky stop. */
const STEP = 1.05;

/**
 * The loosest threshold whose false-hit rate is at most the promised one, with the promised confidence over all thresholds tried together
 * (Learn then Test: fixed-sequence testing from strict to loose, exact binomial p-values, several starts that share the error
 * probability). docs/evaluation.md has the method, its proof and its assumptions.
 */
export function boundThreshold(labels: readonly ScoredLabel[], promise: RatePromise): BoundOutcome {
  const needed = leastLabels(promise);
  const ranked = rank(labels);
  const starts = startsFor(labels.length, promise);
  let found: BoundedThreshold | undefined;
  let tested = 0;
  for (const start of starts) {
    for (const size of sizesFrom(start, labels.length)) {
      const at = servedAt(ranked, size);
      tested += 1;
      const tail = (1 - promise.confidence) / starts.length;
      if (binomialTail(at.falseHits, at.served, promise.maxFalseHitRate) > tail) break;
      if (found === undefined || at.served > found.served) {
        found = { ...at, bound: upperBound(at.falseHits, at.served, tail) };
      }
    }
  }
  return { found, tested, needed };
}

/** Labels, all of them true hits, that it takes to promise anything; about 3 / rate at 95 % (the rule of three). */
export function leastLabels({ maxFalseHitRate, confidence }: RatePromise): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log1p(-maxFalseHitRate));
}

/**
 * How many labels are served at each start. The strictest start is the smallest that can pass without an error; each further one
 * is twice as large, so that one unlucky label at the top does not end it all. As many as the labels have room for.
 */
function startsFor(count: number, promise: RatePromise): readonly number[] {
  let starts: readonly number[] = [];
  for (let parts = 1; ; parts += 1) {
    const least = leastLabels({ ...promise, confidence: 1 - (1 - promise.confidence) / parts });
    if (least * 2 ** (parts - 1) > count) return starts;
    starts = Array.from({ length: parts }, (_, i) => least * 2 ** i);
  }
}

function sizesFrom(start: number, most: number): readonly number[] {
  const sizes: number[] = [];
  for (let size = start; size < most; size = Math.max(size + 1, Math.floor(size * STEP))) sizes.push(size);
  return [...sizes, most];
}

interface Ranked {
  /** Greatest first. */
  readonly scores: Float64Array;
  /** False ones among the first i. */
  readonly falseBefore: Uint32Array;
}

function rank(labels: readonly ScoredLabel[]): Ranked {
  const sorted = [...labels].sort((x, y) => y.score - x.score);
  const falseBefore = new Uint32Array(sorted.length + 1);
  sorted.forEach(({ same }, i) => (falseBefore[i + 1] = (falseBefore[i] ?? 0) + (same ? 0 : 1)));
  return { scores: Float64Array.from(sorted, ({ score }) => score), falseBefore };
}

/** What is served by the score of the size-th: all that have it, too. */
function servedAt({ scores, falseBefore }: Ranked, size: number): Omit<BoundedThreshold, 'bound'> {
  const threshold = scores[size - 1] ?? NaN;
  let served = size;
  while (scores[served] === threshold) served += 1;
  return { threshold, served, falseHits: falseBefore[served] ?? 0 };
}
