import type { Outcome } from './guide';

const COLUMNS = ['question', 'verdict', 'similarity', 'age', 'ms', 'upstream'] as const;

/** The rows as a text table; a row that is not as expected is followed by why. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(cells);
  const widths = COLUMNS.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i < 2 || i === 5 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    line(COLUMNS),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...outcomes.flatMap((outcome, i) => [line(rows[i] ?? []), ...outcome.problems.map((p) => `  ✗ ${p}`)]),
  ].join('\n');
}

function cells({ row, answer, upstreamCalled }: Outcome): string[] {
  return [
    row.note === undefined ? row.question : `${row.question} (${row.note})`,
    verdictInWords(answer),
    answer.similarity?.toFixed(4) ?? '',
    answer.ageSeconds === undefined ? '' : `${answer.ageSeconds} s`,
    answer.milliseconds.toFixed(answer.milliseconds < 10 ? 1 : 0),
    upstreamCalled ? 'called' : 'spared',
  ];
}

function verdictInWords({ verdict, reason, stored, form }: Outcome['answer']): string {
  const details = [reason, form === 'sse' ? 'SSE' : undefined, stored ? 'stored' : undefined];
  return `${verdict.toUpperCase().padEnd(6)} ${details.filter(Boolean).join(', ')}`;
}

/** The same as one line of JSON. */
export function jsonLine({ row, answer, upstreamCalled, problems }: Outcome): string {
  return JSON.stringify({
    question: row.question,
    note: row.note ?? null,
    verdict: answer.verdict,
    reason: answer.reason ?? null,
    similarity: answer.similarity ?? null,
    ageSeconds: answer.ageSeconds ?? null,
    milliseconds: Math.round(answer.milliseconds * 10) / 10,
    upstreamCalled,
    expected: `${row.expected.verdict} ${row.expected.reason}`,
    asExpected: problems.length === 0,
    problems,
  });
}
