import type { Section } from './section';
import type { Run } from './run';
import type { Expression } from './syntax';

/** An expression that is checked and ready to run. */
export interface Bound {
  /** "object" where it is known at run time only. */
  readonly type: string;
  /** @throws EvaluationFault, PolicyFault. Only a link of a chain gives `undefined`: its "?." met null. */
  readonly run: (run: Run) => unknown;
  /** It is the same for every call. */
  readonly literal?: { readonly value: unknown };
  /** `run` may give `undefined`. */
  readonly stops?: boolean;
}

export interface Local {
  readonly slot: number;
  readonly type: string;
}

/** What has been found out of an expression as a whole. */
export interface Facts {
  readonly problems: { readonly at: number; readonly text: string }[];
  readonly reads: { requestBody: boolean; responseBody: boolean };
  /** How many places for locals it needs; the first holds what a block returns. */
  slots: number;
}

/** Checks expressions in one scope. */
export interface Binder {
  readonly text: string;
  readonly section: Section;
  readonly facts: Facts;
  bind(expression: Expression): Bound;
  find(name: string): Local | undefined;
  /** A name that there is already is a problem. */
  declare(name: string, type: string, at: number): Local;
  /** For a block or a lambda inside this one. */
  inner(): Binder;
  /** Notes the problem; stands for what could not be bound. */
  problem(at: number, text: string): Bound;
}

/** Problems of one expression that are told. */
const MOST_PROBLEMS = 20;
/** Stands for what has a problem; what is built on it has none of its own. */
export const NOTHING: Bound = { type: 'object', run: () => null };

export function createBinder(
  of: Pick<Binder, 'text' | 'section' | 'facts'>,
  bind: (binder: Binder, expression: Expression) => Bound,
  outer?: Binder,
): Binder {
  const locals = new Map<string, Local>();
  const { facts } = of;
  const find = (name: string): Local | undefined => locals.get(name) ?? outer?.find(name);
  const problem = (at: number, text: string): Bound => {
    if (facts.problems.length < MOST_PROBLEMS) facts.problems.push({ at, text });
    return NOTHING;
  };
  const binder: Binder = {
    ...of,
    bind: (expression) => bind(binder, expression),
    find,
    declare(name, type, at) {
      if (find(name) || name === 'context') problem(at, `there is a "${name}" already; another name is needed`);
      const local = { slot: facts.slots++, type };
      locals.set(name, local);
      return local;
    },
    inner: () => createBinder(of, bind, binder),
    problem,
  };
  return binder;
}

/** A part of the expression as its author wrote it, for messages. */
export function sourceOf(binder: Binder, { start, end }: { readonly start: number; readonly end: number }): string {
  const source = binder.text.slice(start, end).replace(/\s+/g, ' ');
  return source.length > 60 ? `${source.slice(0, 57)}...` : source;
}
