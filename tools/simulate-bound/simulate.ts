import { createThresholdLearner, type LearnerSettings, type ScoredLabel } from '../../src/calibration/learner';
import { seededRandom } from '../../src/evaluation/random';
import type { Scenario } from './scenarios';

export interface Run {
  readonly settings: LearnerSettings;
  readonly scenario: Scenario;
  readonly candidates: number;
  readonly seed: number;
  readonly log?: SharedLog;
}

/** What a real label log does to the learner; without it labels are learned at once and for ever. */
export interface SharedLog {
  /** Each label is learned so many candidates later. */
  readonly delay: number;
  /** So often in a run the learner is built anew from the last `kept` labels. */
  readonly restarts: number;
  readonly kept: number;
}

/** Checked hits are not served: the client gets the upstream's answer. */
export interface Outcome {
  readonly candidates: number;
  readonly served: number;
  readonly falseServed: number;
  /** Served or checked. */
  readonly hits: number;
  readonly checked: number;
  readonly labels: number;
  /** Candidates before the first that was served; undefined: none was. */
  readonly firstServed: number | undefined;
  /** Of those in the second half of the run. */
  readonly late: { readonly served: number; readonly falseServed: number };
}

export function simulate({ settings, scenario, candidates, seed, log }: Run): Outcome {
  const random = seededRandom(seed);
  let learner = createThresholdLearner(settings);
  const labels: (ScoredLabel & { readonly at: number })[] = [];
  let learned = 0;
  const between = log === undefined ? Infinity : Math.ceil(candidates / (log.restarts + 1));
  const all = { served: 0, falseServed: 0, hits: 0, checked: 0, labels: 0 };
  const late = { served: 0, falseServed: 0 };
  let firstServed: number | undefined;
  for (let i = 0; i < candidates; i += 1) {
    const time = i / candidates;
    if (log !== undefined && i > 0 && i % between === 0) {
      learner = createThresholdLearner(settings);
      learned = Math.max(0, learned - log.kept);
    }
    for (; learned < labels.length && labels[learned]!.at <= i - (log?.delay ?? 0); learned += 1)
      learner.learn(labels[learned]!);
    const place = random() ** scenario.crowding(time);
    const same = random() >= Math.min(1, settings.maxFalseHitRate * scenario.rate(place, time));
    const score = 1 - place * (1 - settings.configured);
    const hit = score >= learner.threshold;
    const labelled = hit ? random() < learner.checkShare(score) : learner.wantsNearMiss(score);
    if (hit) all.hits += 1;
    if (hit && labelled) all.checked += 1;
    if (labelled) {
      all.labels += 1;
      labels.push({ score, same, at: i });
    }
    if (!hit || labelled) continue;
    firstServed ??= i;
    all.served += 1;
    if (!same) all.falseServed += 1;
    if (time < 0.5) continue;
    late.served += 1;
    if (!same) late.falseServed += 1;
  }
  return { candidates, ...all, firstServed, late };
}

/**
 * The share of candidates that one would serve who knows the truth: at each time the lowest threshold at which the served ones together are within
 * the bound.
 */
export function oracleShare(scenario: Scenario): number {
  const TIMES = 100;
  const DRAWS = 1000;
  let total = 0;
  for (let t = 0; t < TIMES; t += 1) {
    const time = (t + 0.5) / TIMES;
    let sum = 0;
    let best = 0;
    for (let d = 0; d < DRAWS; d += 1) {
      sum += scenario.rate(((d + 0.5) / DRAWS) ** scenario.crowding(time), time);
      if (sum <= d + 1) best = d + 1;
    }
    total += best / DRAWS;
  }
  return total / TIMES;
}

/** Whether more served answers were false than the bound allows. */
export function exceeds(outcome: Outcome, bound: number): boolean {
  return outcome.falseServed > bound * outcome.served;
}
