import type { Chain, Expression } from '../expression/syntax';
import { and, TRUE } from './condition';
import type { Scope, Variable } from './environment';
import type { Convert } from './operators';
import { refuseHidden } from './parts';
import { cel, choice, NotConvertible, ofCondition, type Value } from './value';

/** `context.Variables["name"]`: fails where it was not set. */
export function variableNamed(name: string, scope: Scope, at: number): Value {
  const { value, setWhen } = variable(name, scope, at);
  return value.kind === 'null' ? value : { ...value, ok: and(value.ok, setWhen) };
}

/** What was set to it, which it may not have been. */
function variable(name: string, scope: Scope, at: number): Exclude<Variable, string> {
  const { variables } = scope;
  refuseHidden(`variable:${name}`, `context.Variables["${name}"]`, scope, at);
  const value = variables.get(name);
  if (value === undefined) throw new NotConvertible(at, `context.Variables["${name}"], which nothing sets`, true);
  if (typeof value === 'string') throw new NotConvertible(at, `context.Variables["${name}"], ${value}`);
  return value;
}

/** A method of `context.Variables`. */
export function variableCall(
  node: Chain & { kind: 'call' },
  asked: { readonly method: string; readonly key: string; readonly fallback: Expression | undefined },
  scope: Scope,
  convert: Convert,
): Value {
  const { method, key, fallback } = asked;
  const isSet = scope.variables.has(key) || scope.hidden.has(`variable:${key}`);
  if (method === 'ContainsKey') {
    return isSet ? ofCondition(variable(key, scope, node.start).setWhen, TRUE) : cel('bool', 'false');
  }
  if (method !== 'GetValueOrDefault') throw new NotConvertible(node.start, `context.Variables.${method}()`);
  if (!isSet) return fallback === undefined ? { kind: 'null' } : convert.any(fallback, scope);
  const { value, setWhen } = variable(key, scope, node.start);
  const wanted = node.typeArguments[0]?.name;
  if (wanted !== undefined && (value.kind !== 'cel' || value.type !== wanted)) {
    throw new NotConvertible(node.start, `a variable as ${wanted} that is set to something else`);
  }
  if (setWhen.text === TRUE.text) return value;
  const otherwise = fallback === undefined ? ({ kind: 'null' } as const) : convert.any(fallback, scope);
  return choice(ofCondition(setWhen, TRUE), value, otherwise, node.start);
}
