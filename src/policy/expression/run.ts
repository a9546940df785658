import type { PolicyCall } from '../call';

/** What an evaluation has used up. */
export interface Budget {
  steps: number;
  characters: number;
}

/** One evaluation: what it may see, where it is. */
export interface Run extends Budget {
  readonly call: PolicyCall;
  readonly locals: unknown[];
  /** Where the operation that is under way is written; a fault is placed there. */
  at: number;
}

/** Why an evaluation cannot go on; `expression.ts` adds the place. The message has no value of the call. */
export class EvaluationFault extends Error {}

export function freshBudget(): Budget {
  return { steps: 0, characters: 0 };
}

const MOST_STEPS = 10_000;
/** Of texts and items of arrays that an evaluation makes. */
const MOST_CHARACTERS = 1024 * 1024;

export function startRun(call: PolicyCall, locals: number): Run {
  return {
    call,
    locals: new Array<unknown>(locals).fill(null),
    at: 0,
    steps: 0,
    characters: 0,
  };
}

/** @throws EvaluationFault when the evaluation takes too many steps */
export function spend(run: Budget, steps: number): void {
  run.steps += steps;
  if (run.steps > MOST_STEPS) throw new EvaluationFault(`takes more than ${MOST_STEPS} steps`);
}

/** A step that looks through a long text counts for more than one. */
export function spendScan(run: Budget, length: number, needle = 1): void {
  spend(run, Math.floor(length / 4096) + Math.floor((length * needle) / 1_048_576));
}

/** The same for a list, and for what is slow for each character. */
export function spendItems(run: Budget, count: number): void {
  spend(run, Math.floor(count / 256));
}

/** @throws EvaluationFault when the evaluation makes too much text */
export function allot(run: Budget, characters: number): void {
  run.characters += characters;
  if (run.characters > MOST_CHARACTERS)
    throw new EvaluationFault(`makes more than ${MOST_CHARACTERS} characters of text`);
}

/** @throws EvaluationFault when a policy that is not executed may have changed what is read */
export function seeThrough(run: Run, key: string, what: string): void {
  const { hidden } = run.call;
  if (hidden.size === 0) return;
  const by = hidden.get(key);
  if (by !== undefined)
    throw new EvaluationFault(`reads ${what} which ${by} may have changed, and the cache does not execute that`);
}
