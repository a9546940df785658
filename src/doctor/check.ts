/** error: the cache does nothing, or calls suffer; warning: it works, but not as it should; info: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** One thing that is not as it should be. Never holds a credential, a prompt or an answer. */
export interface Finding {
  /** What there is, in a line. */
  readonly found: string;
  /** What to change: a sentence, a key or a fragment of YAML. */
  readonly change: string;
  /** When other than the check's own. */
  readonly severity?: Severity;
}

/** Why a check cannot say anything. */
export interface NotLooked {
  readonly because: string;
}

/** One question about a deployment, asked of facts that were gathered before: pure. */
export interface Check<F> {
  /** Its name on the command line and in docs/doctor.md. */
  readonly id: string;
  /** Of a finding that says nothing else. */
  readonly severity: Severity;
  /** What is true when all is well. */
  readonly title: string;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** No finding: all is well. */
  readonly look: (facts: F) => readonly Finding[] | NotLooked;
}

/** A look, typed by the facts of the checks that it stands among. */
export function at<F>(look: Check<F>['look']): Check<F>['look'] {
  return look;
}

/** Checks of one part of a deployment. */
export interface Group<F> {
  readonly name: GroupName;
  readonly checks: readonly Check<F>[];
}

/** In the order in which they are told. */
export const GROUPS = ['configuration', 'model', 'store', 'server', 'envoy', 'through'] as const;
export type GroupName = (typeof GROUPS)[number];

/** The facts of a part, or why there are none. */
export type Looked<F> = { readonly facts: F } | NotLooked;
