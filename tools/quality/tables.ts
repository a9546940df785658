import { decimal, percent, pointCells, withInterval } from '../../src/cli/evaluate-text';
import type { CacheEvaluation } from '../../src/evaluation/cache-shaped';
import { PRECISION_NAMES, PRECISIONS } from '../../src/evaluation/curve';
import { PLAIN_SIMILARITY } from '../../src/evaluation/judge';
import type { PairEvaluation } from '../../src/evaluation/pairs';
import type { Measured, Quality } from './measure';

export interface Heading {
  /** Names of model and verifier. */
  readonly made: string;
  readonly minSimilarity: number;
  readonly missing: readonly string[];
}

/** Markdown, with what limits it. */
export function qualityTables({ sets, cache }: Quality, { made, minSimilarity, missing }: Heading): string {
  return [
    `Measured with ${made}. \`off\` is plain cosine; it and \`guards\` serve from similarity ${PLAIN_SIMILARITY}, the others look at candidates`,
    `from ${minSimilarity}. In brackets: 95 % intervals (bootstrap for AUC and recall, Clopper and Pearson for shares).`,
    ...(missing.length === 0 ? [] : ['', `Not found, and so not measured: ${missing.join(', ')}.`]),
    '',
    'How well the score ranks: recall at a precision, over all thresholds.',
    '',
    ...rankingTable(sets),
    '',
    'What the thresholds in force serve.',
    '',
    ...servedTable(sets),
    '',
    ...wrongKinds(sets),
    ...(cache === undefined ? [] : cacheSection(cache)),
    ...LIMITS,
  ].join('\n');
}

type Sets = Quality['sets'];

function rankingTable(sets: Sets): readonly string[] {
  const rows = rowsOf(sets).flatMap(({ cells, evaluation }) =>
    // Without pairs of both kinds nothing is ranked.
    evaluation.auc === undefined ? [] : [[...cells, ...rankingCells(evaluation)]],
  );
  const recalls = PRECISION_NAMES.map((name) => `recall at ${percent(PRECISIONS[name], 0)}`);
  return markdownTable(['pairs', 'verify', 'AUC', ...recalls], rows);
}

function rankingCells({ auc, recallAtPrecision, intervals }: PairEvaluation): readonly string[] {
  return [
    withInterval(decimal(auc), intervals.auc, decimal),
    ...PRECISION_NAMES.map((name) =>
      withInterval(percent(recallAtPrecision[name]), intervals.recallAtPrecision[name], percent),
    ),
  ];
}

function servedTable(sets: Sets): readonly string[] {
  const rows = rowsOf(sets).map(({ cells, evaluation }) => {
    const { threshold, atThreshold, same, different } = evaluation;
    const { trueHits, falseHits, precision, precisionInterval } = atThreshold;
    return [
      ...cells,
      decimal(threshold),
      `${trueHits} of ${same}`,
      `${falseHits} of ${different}`,
      different === 0 ? '-' : withInterval(percent(precision), precisionInterval, percent),
    ];
  });
  return markdownTable(['pairs', 'verify', 'threshold', 'true hits', 'false hits', 'precision'], rows);
}

function rowsOf(sets: Sets): readonly { readonly cells: readonly string[]; readonly evaluation: PairEvaluation }[] {
  return sets.flatMap(({ name, modes }) =>
    modes.map(({ mode, evaluation }) => ({ cells: [`${name} (${evaluation.n})`, mode], evaluation })),
  );
}

/** Of the modes that verify. */
function wrongKinds(sets: Sets): readonly string[] {
  const lines = sets.flatMap(({ name, modes }) =>
    modes.flatMap(({ mode, evaluation: { byKind } }) => {
      const wrong = Object.entries(byKind).filter(([, { falseHits }]) => falseHits > 0);
      if (mode === 'off' || wrong.length === 0) return [];
      return [`- ${name}, ${mode}: ${wrong.map(([kind, { falseHits }]) => `${kind} ${falseHits}`).join(', ')}`];
    }),
  );
  return lines.length === 0 ? [] : ['False hits by kind, where the pairs have one:', '', ...lines, ''];
}

function cacheSection(cache: readonly Measured<CacheEvaluation>[]): readonly string[] {
  const [first] = cache;
  if (first === undefined) return [];
  const { queries, entries, identical, candidates } = first.evaluation;
  const rows = cache.flatMap(({ mode, evaluation: { atThreshold, atCosineHitRate } }) => [
    [mode, 'in force', ...pointCells(atThreshold)],
    ...(mode === 'off' || atCosineHitRate === undefined
      ? []
      : [[mode, "with plain cosine's hit rate", ...pointCells(atCosineHitRate)]]),
  ]);
  return [
    `In the shape of a cache: ${queries} questions looked up among ${entries} entries, up to ${candidates} candidates; ${identical} of them are`,
    'identical to an entry. The others are true or false by the label of their own pair; hits on other entries have no label.',
    '',
    ...markdownTable(
      ['verify', 'at', 'threshold', 'hit rate', 'true', 'false', 'unlabelled', 'false share of the labelled'],
      rows,
    ),
    '',
  ];
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

const LIMITS = [
  'What limits these numbers:',
  '',
  '- Labels of the question pairs (QQP) are noisy: among those labelled different are many that ask the same, and the other way round.',
  '  Precisions above 90 % measured on them are too low, and recall at 99 % says little.',
  '- Files named `dev` are the halves that guards, thresholds and weights were tuned on; no weight was fitted to QQP.',
  '- `suite` and `rewordings` were written within this project, not by its users: what their authors did not think of is not in them.',
  '  `adversarial` has the author of the first guards. The pairs of GPTCache are all labelled the same: they show refusals only.',
  '- In the cache-shaped set only the partner of a question is labelled, so the false share is that of a few hits.',
];
