import { evaluateCache, searchAll, type CacheEvaluation } from '../evaluation/cache-shaped';
import type { Rule } from '../evaluation/judge';
import { cacheShapeOf } from '../evaluation/labelled-cache';
import { plotSvg, type Series } from '../evaluation/plot';
import type { CachePoint, CacheSweep } from '../evaluation/sweep';
import type { Lend } from './evaluate-pairs';
import { cacheTable } from './evaluate-text';
import type { EvaluationReport } from './evaluation-report';
import { readJsonLines } from './json-lines';
import { entryLine, queryLine } from './labelled-lines';
import type { PipedProcess } from './process';
import { embedded } from './with-judges';

export async function evaluateCacheFiles(
  files: { readonly queries: string; readonly entries: string },
  host: PipedProcess,
  lend: Lend,
): Promise<EvaluationReport> {
  const entries = await readJsonLines(files.entries, entryLine, host);
  const queries = await readJsonLines(files.queries, queryLine, host);
  return lend(async (bench) => {
    const { rule, judges, terms } = bench;
    const embeddings = await embedded(
      [...entries, ...queries].map(({ text }) => text),
      bench,
      host,
    );
    const { unknownNames, ...shape } = cacheShapeOf({ entries, queries }, embeddings, terms.candidates);
    const found = evaluateCache(searchAll(shape), rule, judges.verifier);
    const made = `${judges.embedder.identity}, ${judges.verifier.identity}`;
    const title = `${files.queries} in ${files.entries}`;
    const { mode, minSimilarity: similarity } = rule;
    return {
      json: { mode, similarity, judges: made, unknownNames: unknownNames.length, ...found },
      lines: cacheTable({ title, made, rule, found, unknownNames: unknownNames.length }),
      svg: () => plot(title, rule, found),
    };
  });
}

function plot(title: string, { mode }: Rule, found: CacheEvaluation): string {
  const series = [seriesOf(`verify ${mode}`, found), seriesOf('plain cosine', found.cosine)];
  const xs = series.flatMap(({ points }) => points.map(([x]) => x));
  const ys = series.flatMap(({ points }) => points.map(([, y]) => y));
  return plotSvg({
    title: `${title}: ${found.queries} queries; the points are the thresholds in force`,
    x: { label: 'hit rate', from: 0, to: roundUp(Math.max(...xs, 0)) },
    y: { label: 'false share of the labelled hits on other texts', from: 0, to: roundUp(Math.max(...ys, 0)) },
    series,
  });
}

/** To a tenth, so that the axis ends at a round number. */
function roundUp(share: number): number {
  return Math.max(0.1, Math.ceil(share * 10) / 10);
}

function seriesOf(name: string, { sweep, atThreshold }: CacheSweep): Series {
  const place = ({ hitRate, falseShare }: CachePoint): (readonly [number, number])[] =>
    falseShare === undefined ? [] : [[hitRate, falseShare]];
  const mark = place(atThreshold)[0];
  return { name, points: sweep.flatMap(place), ...(mark === undefined ? {} : { mark }) };
}
