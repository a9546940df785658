import { and, choose, conjuncts, FALSE, implies, not, TRUE, type Condition } from './condition';
import type { Variable } from './environment';
import { choice, NotConvertible, ofCondition, type Value } from './value';

/** Where a walk through a section's policies stands. */
export interface Path {
  /** What all has to hold for a call to come here. */
  readonly reached: readonly Condition[];
  /** A policy that the cache does not execute ends the call before. */
  readonly ended: boolean;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly hidden: ReadonlyMap<string, string>;
}

export const START: Path = { reached: [], ended: false, variables: new Map(), hidden: new Map() };

/** Something that Azure works out on the way, and what has to hold for it not to fail. */
export interface Guard {
  readonly reached: readonly Condition[];
  readonly ok: Condition;
}

/** What has to hold for a call to come to a policy, and to go through the section without a failure. */
export function conditionTo({ reached }: Pick<Path, 'reached'>, guards: readonly Guard[]): Condition {
  const known = conjuncts(...reached);
  const holds = new Set(known.map(({ text }) => text));
  const fails = new Set(known.map((each) => not(each).text));
  const safe = guards.map((guard) => {
    const open = conjuncts(...guard.reached).filter(({ text }) => !holds.has(text));
    return open.some(({ text }) => fails.has(text)) ? TRUE : implies(and(...open), guard.ok);
  });
  return and(...safe, ...known);
}

/** A branch that is taken if its condition holds and those of the branches before it do not. */
export interface BranchPath {
  readonly holds: Condition;
  readonly path: Path;
}

/** The path that goes on behind branches. */
export function joined(before: Path, branches: readonly BranchPath[]): Path {
  const open = branches.filter(({ path }) => !path.ended);
  const reached = branches.flatMap(({ path }) => {
    // The first is what chooses the branch; the others came up within it.
    const [taken = TRUE, ...more] = path.reached.slice(before.reached.length);
    if (path.ended) return [not(taken)];
    return more.length === 0 ? [] : [implies(taken, and(...more))];
  });
  return {
    reached: [...before.reached, ...reached],
    ended: open.length === 0,
    variables: joinedVariables(open),
    hidden: new Map(branches.flatMap(({ path }) => [...path.hidden])),
  };
}

function joinedVariables(branches: readonly BranchPath[]): Path['variables'] {
  const names = new Set(branches.flatMap(({ path }) => [...path.variables.keys()]));
  return new Map(
    [...names].flatMap((name) => {
      const variable = joinedVariable(name, branches);
      return variable === undefined ? [] : [[name, variable] as const];
    }),
  );
}

function joinedVariable(name: string, branches: readonly BranchPath[]): Variable | undefined {
  const last = branches.at(-1)?.path.variables.get(name);
  return branches.slice(0, -1).reduceRight<Variable | undefined>((no, { holds, path }) => {
    const yes = path.variables.get(name);
    if (yes === no) return no;
    if (typeof yes === 'string' || typeof no === 'string') return typeof yes === 'string' ? yes : no;
    const setWhen = choose(holds, yes?.setWhen ?? FALSE, no?.setWhen ?? FALSE);
    if (yes !== undefined && no !== undefined) return chosen(holds, [yes.value, no.value], setWhen);
    const value = (yes ?? no)?.value;
    return value && { value, setWhen };
  }, last);
}

function chosen(holds: Condition, [yes, no]: readonly [Value, Value], setWhen: Condition): Variable {
  try {
    return { value: choice(ofCondition(holds, TRUE), yes, no, 0), setWhen };
  } catch (error) {
    if (!(error instanceof NotConvertible)) throw error;
    return `which branches set to what has no native form together (${error.message})`;
  }
}
