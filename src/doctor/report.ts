import type { Check, Finding, Group, GroupName, Looked, Severity } from './check';

export type Status = 'fine' | Severity | 'not-looked-at';

/** What became of one check. */
export interface CheckReport {
  readonly id: string;
  /** The worst of the findings. */
  readonly status: Status;
  readonly title: string;
  readonly why: string;
  /** Why it was not looked at. */
  readonly because?: string;
  readonly findings: readonly (Finding & { readonly severity: Severity })[];
  /** Where it is explained. */
  readonly docs: string;
}

export interface GroupReport {
  readonly group: GroupName;
  /** What was looked at, where that had to be found. */
  readonly note?: string;
  /** Why the whole part was not looked at. */
  readonly because?: string;
  readonly checks: readonly CheckReport[];
}

/** Everything that was looked at, and what was not. */
export interface Report {
  /** No error; there may be warnings, and parts that were not looked at. */
  readonly well: boolean;
  readonly counts: Readonly<Record<Status, number>>;
  readonly groups: readonly GroupReport[];
}

/** Asks the checks of a group that `wanted` lets pass. A check that fails over what it is shown was not looked at. */
export function examine<F>(
  { name, checks }: Group<F>,
  looked: Looked<F>,
  wanted: (id: string) => boolean = () => true,
): GroupReport {
  const chosen = checks.filter(({ id }) => wanted(id));
  if ('because' in looked) {
    const { because } = looked;
    return { group: name, because, checks: chosen.map((check) => reportOf(check, { because })) };
  }
  return { group: name, checks: chosen.map((check) => reportOf(check, answered(check, looked.facts))) };
}

/** @param all several of one name are told as one */
export function summarise(all: readonly GroupReport[]): Report {
  const groups = merged(all);
  const counts: Record<Status, number> = { fine: 0, info: 0, warning: 0, error: 0, 'not-looked-at': 0 };
  for (const { checks } of groups) for (const { status } of checks) counts[status] += 1;
  return { well: counts.error === 0, counts, groups: groups.filter(({ checks }) => checks.length > 0) };
}

function merged(all: readonly GroupReport[]): readonly GroupReport[] {
  return [...new Set(all.map(({ group }) => group))].map((name) => {
    const parts = all.filter(({ group, checks }) => group === name && checks.length > 0);
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only;
    const note = parts.find((part) => part.note !== undefined)?.note;
    return { group: name, checks: parts.flatMap(({ checks }) => checks), ...(note !== undefined && { note }) };
  });
}

function answered<F>(check: Check<F>, facts: F): ReturnType<Check<F>['look']> {
  try {
    return check.look(facts);
  } catch {
    return { because: 'what is there has an unknown form' };
  }
}

function reportOf<F>({ id, title, why, severity }: Check<F>, answer: ReturnType<Check<F>['look']>): CheckReport {
  const same = { id, title, why, docs: `docs/doctor.md#${id}` };
  if ('because' in answer) return { ...same, status: 'not-looked-at', because: answer.because, findings: [] };
  const findings = answer.map((finding) => ({ ...finding, severity: finding.severity ?? severity }));
  const worst = WORST_FIRST.find((one) => findings.some((finding) => finding.severity === one));
  return { ...same, status: worst ?? 'fine', findings };
}

const WORST_FIRST: readonly Severity[] = ['error', 'warning', 'info'];
