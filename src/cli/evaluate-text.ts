import type { Interval } from '../calibration/intervals';
import type { CacheEvaluation } from '../evaluation/cache-shaped';
import { PRECISION_NAMES, PRECISIONS } from '../evaluation/curve';
import type { Rule } from '../evaluation/judge';
import type { Group, PairEvaluation } from '../evaluation/pairs';
import type { CachePoint } from '../evaluation/sweep';
import { textTable } from './text-table';

export interface PairReport {
  readonly title: string;
  /** Names of model and verifier. */
  readonly made: string;
  readonly rule: Rule;
  readonly own: PairEvaluation;
  readonly cosine: PairEvaluation;
}

/** For people: the mode and plain cosine side by side, then what was refused and what was served wrongly. */
export function pairTable({ title, made, rule, own, cosine }: PairReport): readonly string[] {
  const both = (what: string, of: (evaluation: PairEvaluation) => string): readonly string[] => [
    what,
    of(own),
    of(cosine),
  ];
  return [
    `${title}: ${own.n} pairs, ${own.same} same, ${own.different} different; ${own.identical} of equal texts (always hits)`,
    described(made, rule),
    '',
    ...textTable([
      ['', `verify ${rule.mode}`, 'plain cosine'],
      both('AUC', ({ auc, intervals }) => withInterval(decimal(auc), intervals.auc, decimal)),
      both('ECE', ({ ece }) => decimal(ece)),
      ...PRECISION_NAMES.map((name) =>
        both(`recall at ${percent(PRECISIONS[name], 0)} precision`, ({ recallAtPrecision, intervals }) =>
          withInterval(percent(recallAtPrecision[name]), intervals.recallAtPrecision[name], percent),
        ),
      ),
      both('threshold in force', ({ threshold }) => decimal(threshold)),
      both('  true hits', ({ atThreshold }) => String(atThreshold.trueHits)),
      both('  false hits', ({ atThreshold }) => String(atThreshold.falseHits)),
      both('  precision', ({ atThreshold: { precision, precisionInterval } }) =>
        withInterval(percent(precision), precisionInterval, percent),
      ),
      both('  recall', ({ atThreshold }) => percent(atThreshold.recall)),
    ]),
    '',
    ...refusalLines(own),
    ...groupLines('kind', own.byKind, cosine.byKind),
    ...groupLines('lang', own.byLang, cosine.byLang),
    'Intervals hold 95 %: of AUC and recall by bootstrap, of precision after Clopper and Pearson.',
  ];
}

function described(made: string, { mode, minSimilarity, threshold }: Rule): string {
  return `${made}; verify ${mode}, similarity >= ${minSimilarity}, score >= ${decimal(threshold)}`;
}

function refusalLines({ refusals }: PairEvaluation): readonly string[] {
  const rows = Object.entries(refusals).map(([reason, { same, different }]) => [
    `  ${reason}`,
    String(same),
    String(different),
  ]);
  return rows.length === 0 ? [] : [...textTable([['not served', 'same', 'different'], ...rows]), ''];
}

function groupLines(
  trait: string,
  own: Readonly<Record<string, Group>>,
  cosine: Readonly<Record<string, Group>>,
): readonly string[] {
  const shown = ({ hits, falseHits }: Group): string => `${hits - falseHits} true, ${falseHits} false`;
  const rows = Object.entries(own).map(([name, group]) => {
    const beside = cosine[name];
    const sizes = [`  ${name}`, String(group.same), String(group.n - group.same)];
    return [...sizes, shown(group), beside === undefined ? '' : shown(beside)];
  });
  if (rows.length === 0) return [];
  return [...textTable([[`by ${trait}`, 'same', 'different', 'hits', 'hits of plain cosine'], ...rows]), ''];
}

export interface CacheReport {
  readonly title: string;
  readonly made: string;
  readonly rule: Rule;
  readonly found: CacheEvaluation;
  /** Names of entries in the queries that no entry has. */
  readonly unknownNames: number;
}

export function cacheTable({ title, made, rule, found, unknownNames }: CacheReport): readonly string[] {
  const without = Object.entries(found.withoutEmbedding).map(([reason, count]) => `${count} ${reason}`);
  const point = (name: string, at: CachePoint | undefined): (readonly string[])[] =>
    at === undefined ? [] : [[name, ...pointCells(at)]];
  return [
    `${title}: ${found.queries} queries among ${found.entries} entries, up to ${found.candidates} candidates; ` +
      `${found.identical} queries are identical to an entry`,
    described(made, rule),
    ...(without.length === 0 ? [] : [`found by the same text only: ${without.join(', ')}`]),
    ...(unknownNames === 0 ? [] : [`warning: the queries name ${unknownNames} entries that are not there`]),
    '',
    ...textTable([
      ['', 'threshold', 'hit rate', 'true', 'false', 'unlabelled', 'false share of the labelled'],
      ...point(`verify ${rule.mode}, in force`, found.atThreshold),
      ...point("  as often as cosine's", found.atCosineHitRate),
      ...found.sweep.flatMap((each) => point('', each)),
      ...point('plain cosine, in force', found.cosine.atThreshold),
      ...found.cosine.sweep.flatMap((each) => point('', each)),
    ]),
    '',
    'true, false, unlabelled: hits on an entry of another text. Intervals hold 95 %, after Clopper and Pearson.',
  ];
}

/** What a threshold serves: threshold, hit rate, true, false and unlabelled hits, false share. */
export function pointCells(at: CachePoint): readonly string[] {
  return [
    decimal(at.threshold),
    withInterval(percent(at.hitRate), at.hitRateInterval, percent),
    String(at.trueHits),
    String(at.falseHits),
    String(at.unlabelled),
    withInterval(percent(at.falseShare), at.falseShareInterval, percent),
  ];
}

export function decimal(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(3);
}

export function percent(value: number | undefined, digits = 1): string {
  return value === undefined ? '-' : `${(100 * value).toFixed(digits)} %`;
}

export function withInterval(text: string, interval: Interval | undefined, shown: (value: number) => string): string {
  if (text === '-' || interval === undefined) return text;
  return `${text} [${shown(interval.low).replace(' %', '')}, ${shown(interval.high).replace(' %', '')}]`;
}
