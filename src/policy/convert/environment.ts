import type { Condition } from './condition';
import type { Value } from './value';

/** What `set-variable` set, and when it came to that; a text says why its value has no native form. */
export type Variable = string | { readonly value: Value; readonly setWhen: Condition };

/** What is known where an expression stands. */
export interface Environment {
  readonly variables: ReadonlyMap<string, Variable>;
  /** Keys as in `PolicyCall.hidden`, and what hides them. */
  readonly hidden: ReadonlyMap<string, string>;
}

/** An expression's surroundings, locals of its block included. */
export interface Scope extends Environment {
  readonly locals: ReadonlyMap<string, Value>;
  /** Statements that may still be followed. */
  readonly budget: { left: number };
}
