import type { CheckReport, GroupReport, Report } from './report';

/** The report for people: a line for what is well, everything for what is not. */
export function reportText({ groups, counts }: Report): readonly string[] {
  const told = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
  return [
    ...groups.flatMap((group) => [...groupLines(group), '']),
    `${told(counts.error, 'error')}, ${told(counts.warning, 'warning')}; ${told(counts.fine + counts.info, 'check')} well, ${counts['not-looked-at']} not looked at`,
  ];
}

function groupLines({ group, note, because, checks }: GroupReport): readonly string[] {
  if (because !== undefined) return [group, `  ?        not looked at, because ${because}`];
  const looked = checks.filter(({ status }) => status !== 'not-looked-at');
  return [note === undefined ? group : `${group}: ${note}`, ...looked.flatMap(checkLines), ...notLookedLines(checks)];
}

/** One reason often holds for many. */
function notLookedLines(checks: readonly CheckReport[]): readonly string[] {
  const reasons = [...new Set(checks.flatMap(({ because }) => because ?? []))];
  return reasons.map((reason) => {
    const ids = checks.filter(({ because }) => because === reason).map(({ id }) => id);
    const named = ids.length > MOST_NAMED ? `${ids.length} checks` : ids.join(', ');
    return `  ?        ${named}: not looked at, because ${reason}`;
  });
}

const MOST_NAMED = 4;

function checkLines({ id, status, title, why, findings, docs }: CheckReport): readonly string[] {
  if (status === 'fine') return [`  ok       ${id}: ${title}`];
  return [
    ...findings.flatMap(({ severity, found, change }) => [
      `  ${severity.padEnd(8)} ${id}: ${found}`,
      ...indented('change', change),
    ]),
    ...indented('why', why),
    ...indented('see', docs),
  ];
}

function indented(label: string, text: string): readonly string[] {
  const [first = '', ...more] = text.split('\n');
  return [`${MARGIN}${label}: ${first}`, ...more.map((line) => `${MARGIN}  ${line}`)];
}

const MARGIN = ' '.repeat(11);
