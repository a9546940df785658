import { boundThreshold, type BoundOutcome, type RatePromise } from '../calibration/uniform-bound';
import { hasLearnedScore } from '../core/policy';
import { judgePairs, type Rule } from '../evaluation/judge';
import { thresholdedPairs } from '../evaluation/pairs';
import { decimal, percent } from './evaluate-text';
import { jsonText } from './evaluation-report';
import { numberFlag, textFlag, type NumberRule } from './flag-values';
import { readFlags, wrongUsage, type FlagValues } from './flags';
import { readJsonLines } from './json-lines';
import { judgingTerms } from './judging-flags';
import { pairLine } from './labelled-lines';
import { EXIT } from './exit-status';
import type { PipedProcess } from './process';
import { calibrateSpec } from './specs/calibrate';
import { embedded, withJudges } from './with-judges';

const INSIDE = (example: string): NumberRule => ({
  rule: `must be a number between 0 and 1, such as ${example}`,
  holds: (value) => value > 0 && value < 1,
});

/** Proposes a threshold from labelled pairs of one's own. The exit status is 1 when they support none. */
export async function calibrate(args: readonly string[], host: PipedProcess): Promise<number> {
  const flags = readFlags(args, calibrateSpec);
  const { file, promise } = wishOf(flags.values);
  const terms = judgingTerms(flags, host);
  const pairs = await readJsonLines(file, pairLine, host);
  const calibration = await withJudges(terms, async (bench): Promise<Calibration> => {
    const texts = pairs.flatMap(({ a, b }) => [a, b]);
    const embeddings = await embedded(texts, bench, host);
    const judged = judgePairs(pairs, embeddings, bench.rule, bench.judges.verifier);
    const near = thresholdedPairs(judged);
    const outcome = boundThreshold(near, promise);
    return { file, promise, rule: bench.rule, n: pairs.length, near: near.length, outcome };
  });
  if (terms.json) host.print(jsonText(asJson(calibration)));
  else for (const line of asText(calibration)) host.print(line);
  return calibration.outcome.found === undefined ? EXIT.failed : EXIT.well;
}

interface Calibration {
  readonly file: string;
  readonly promise: RatePromise;
  readonly rule: Rule;
  readonly n: number;
  /** Pairs that a threshold decides on: of different texts, above the floor, without a veto. */
  readonly near: number;
  readonly outcome: BoundOutcome;
}

function wishOf(values: FlagValues): { readonly file: string; readonly promise: RatePromise } {
  const file = textFlag(values, 'pairs');
  const maxFalseHitRate = numberFlag(values, 'max-false-hit-rate', INSIDE('0.01'));
  const confidence = numberFlag(values, 'confidence', INSIDE('0.95')) ?? 0.95;
  if (file === undefined || maxFalseHitRate === undefined) {
    throw wrongUsage(calibrateSpec, 'calibrate needs --pairs FILE and --max-false-hit-rate R, such as 0.01');
  }
  return { file, promise: { maxFalseHitRate, confidence } };
}

function asJson({ promise, rule, n, near, outcome: { found, tested, needed } }: Calibration): object {
  const { mode, minSimilarity: similarity, threshold: inForce } = rule;
  const { threshold, served, falseHits, bound } = found ?? {};
  return { ...promise, mode, similarity, n, near, needed, tested, threshold, served, falseHits, bound, inForce };
}

function asText({ file, promise, rule, n, near, outcome }: Calibration): readonly string[] {
  const { found, tested, needed } = outcome;
  const wish = `a false-hit rate of at most ${percent(promise.maxFalseHitRate)} with ${percent(promise.confidence, 0)} confidence`;
  const head = [
    `${file}: ${n} pairs; ${near} are of different texts, similar enough and without a veto: only those teach a threshold`,
    `verify ${rule.mode}, similarity >= ${rule.minSimilarity}; wanted: ${wish}, over all ${tested} thresholds tried`,
    '',
  ];
  if (near < needed) return [...head, ...tooFew(near, needed)];
  if (found === undefined) return [...head, ...tooWrong(needed)];
  return [
    ...head,
    `proposed threshold: ${found.threshold} (in force: ${decimal(rule.threshold)})`,
    `it serves ${found.served} of the ${near} pairs, ${found.falseHits} of them false; ` +
      `true rate at most ${percent(found.bound, 2)}`,
    hasLearnedScore(rule.mode)
      ? 'It is a score of this verifier and model; a policy learns its own from checks: maxFalseHitRate.'
      : 'Set it as lookup.similarity of the policy.',
    'It holds for traffic of which these pairs are a fair sample; docs/evaluation.md says what that means.',
  ];
}

function tooFew(near: number, needed: number): readonly string[] {
  return [
    `too little data to promise anything: at least ${needed} such pairs are needed, without a single false one; there are ${near}`,
    'Label more pairs that your traffic brings near each other, or want less (--max-false-hit-rate, --confidence).',
  ];
}

function tooWrong(needed: number): readonly string[] {
  return [
    'no threshold can be promised: there are false ones among the surest pairs already',
    `${needed} without a single false one would have been enough; look at the false hits with "evaluate", check their labels, or want less.`,
  ];
}
