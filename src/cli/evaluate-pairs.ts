import { precisionRecallCurve } from '../evaluation/curve';
import { judgePairs, plainThreshold, type Rule } from '../evaluation/judge';
import { evaluateCosine, evaluatePairs, isHit, type JudgedPair, type PairEvaluation } from '../evaluation/pairs';
import { plotSvg, type Series } from '../evaluation/plot';
import { rankingOf } from '../evaluation/ranking';
import { decimal, pairTable } from './evaluate-text';
import type { EvaluationReport } from './evaluation-report';
import { readJsonLines } from './json-lines';
import { pairLine, type PairLine } from './labelled-lines';
import type { PipedProcess } from './process';
import type { SHOWN } from './specs/evaluate';
import { embedded, type Bench } from './with-judges';

/** Lends the judges to a piece of work. */
export type Lend = <T>(work: (bench: Bench) => Promise<T>) => Promise<T>;

export type Shown = (typeof SHOWN)[number];

export interface PairsInput {
  /** File. */
  readonly pairs: string;
  readonly show: Shown | undefined;
}

export async function evaluatePairsFile(
  { pairs: file, show }: PairsInput,
  host: PipedProcess,
  lend: Lend,
): Promise<EvaluationReport> {
  const pairs = await readJsonLines(file, pairLine, host);
  return lend(async (bench) => {
    const embeddings = await embedded(
      pairs.flatMap(({ a, b }) => [a, b]),
      bench,
      host,
    );
    const { rule, judges } = bench;
    const judged = judgePairs(pairs, embeddings, rule, judges.verifier);
    const made = `${judges.embedder.identity}, ${judges.verifier.identity}`;
    const report = reportOf(judged, { rule, title: file, made });
    return show === undefined ? report : withPairs(report, wrongOnes(judged, rule.threshold, show));
  });
}

type WrongPair = JudgedPair & PairLine;

function wrongOnes(judged: readonly WrongPair[], threshold: number, show: Shown): readonly WrongPair[] {
  const falseHits = show === 'false-hits';
  return judged.filter((pair) => pair.same !== falseHits && isHit(pair, threshold) === falseHits);
}

function withPairs(report: EvaluationReport, wrong: readonly WrongPair[]): EvaluationReport {
  const shown = wrong.map(({ judgement: { similarity, score, refusal }, ...pair }) => ({
    ...pair,
    similarity,
    score,
    refusal: pair.same ? refusal : undefined,
  }));
  const lines = shown.flatMap(({ a, b, similarity, score, refusal, kind }) => [
    '',
    `${refusal ?? 'hit'}, similarity ${decimal(similarity)}, score ${decimal(score)}${kind === undefined ? '' : `, ${kind}`}`,
    `  ${a}`,
    `  ${b}`,
  ]);
  return { ...report, json: { ...report.json, shown }, lines: [...report.lines, ...lines] };
}

interface Made {
  readonly rule: Rule;
  readonly title: string;
  /** Names of model and verifier. */
  readonly made: string;
}

function reportOf(judged: readonly JudgedPair[], { rule, title, made }: Made): EvaluationReport {
  const own = evaluatePairs(judged, rule.threshold);
  const cosine = evaluateCosine(judged, plainThreshold(rule));
  const { mode, minSimilarity: similarity } = rule;
  return {
    json: { mode, similarity, judges: made, ...own, cosine },
    lines: pairTable({ title, made, rule, own, cosine }),
    svg: () => plot(judged, { title, rule, own, cosine }),
  };
}

interface Plotted {
  readonly title: string;
  readonly rule: Rule;
  readonly own: PairEvaluation;
  readonly cosine: PairEvaluation;
}

function plot(judged: readonly JudgedPair[], { title, rule, own, cosine }: Plotted): string {
  const bySimilarity = judged.map(({ same, judgement }) => ({ same, score: judgement.similarity ?? -Infinity }));
  const byScore = judged.map(({ same, judgement }) => ({ same, score: judgement.score }));
  return plotSvg({
    title: `${title}: ${own.n} pairs; the points are the thresholds in force`,
    x: { label: 'recall: share of the same pairs that are served', from: 0, to: 1 },
    y: { label: 'precision: share of true hits', from: 0.5, to: 1 },
    series: [seriesOf(`verify ${rule.mode}`, byScore, own), seriesOf('plain cosine', bySimilarity, cosine)],
  });
}

function seriesOf(
  name: string,
  ranked: Parameters<typeof rankingOf>[0],
  { atThreshold: { precision, recall } }: PairEvaluation,
): Series {
  const points = precisionRecallCurve(rankingOf(ranked)).map(({ recall: x, precision: y }) => [x, y] as const);
  return { name, points, ...(precision === undefined ? {} : { mark: [recall, precision] }) };
}
