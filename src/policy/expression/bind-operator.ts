import { sourceOf, type Binder, type Bound } from './binder';
import { join, negate, OPERATIONS } from './operators';
import { EvaluationFault, spend, type Run } from './run';
import type { Expression } from './syntax';
import { commonType, isJsonType, resultType } from './type-rules';
import { typeOf } from './values';

type Kind<K extends Expression['kind']> = Expression & { kind: K };

export function bindBinary(binder: Binder, node: Kind<'binary'>): Bound {
  const left = binder.bind(node.left);
  const right = binder.bind(node.right);
  if (node.operator === '??') return coalesce(left, right);
  const type = resultType(node.operator, left.type, right.type);
  if (type === undefined) return refused(binder, node, left, right);
  if (node.operator === '&&' || node.operator === '||') return logical(node, left, right);
  // By the types as they are written: a null text is a text.
  const joins = node.operator === '+' && type === 'string';
  const operation = joins ? join : OPERATIONS.get(node.operator);
  if (!operation) return refused(binder, node, left, right);
  const { operatorAt } = node;
  const run = (run: Run): unknown => {
    const a = left.run(run);
    const b = right.run(run);
    run.at = operatorAt;
    spend(run, 1);
    return operation(run, a, b);
  };
  // Options joined by "|" have to be known when the policy is loaded.
  if (node.operator !== '|' || !left.literal || !right.literal) return { type, run };
  return { type, run, literal: { value: operation(undefined as never, left.literal.value, right.literal.value) } };
}

function refused(binder: Binder, node: Kind<'binary'>, left: Bound, right: Bound): Bound {
  const cast = isJsonType(left.type) || isJsonType(right.type) ? '; cast JSON first, as in (int)token' : '';
  return binder.problem(node.operatorAt, `"${node.operator}" does not take ${left.type} and ${right.type}${cast}`);
}

function coalesce(left: Bound, right: Bound): Bound {
  return { type: commonType(left.type, right.type), run: (run) => left.run(run) ?? right.run(run) };
}

function logical({ operator, operatorAt }: Kind<'binary'>, left: Bound, right: Bound): Bound {
  const stopsAt = operator === '||';
  const run = (run: Run): boolean =>
    truthOf(left, run, operatorAt) === stopsAt ? stopsAt : truthOf(right, run, operatorAt);
  return { type: 'bool', run };
}

/** @throws EvaluationFault for anything but true and false */
function truthOf(bound: Bound, run: Run, at: number): boolean {
  const value = bound.run(run);
  if (typeof value === 'boolean') return value;
  run.at = at;
  throw new EvaluationFault(`a value of type ${typeOf(value)} where true or false is needed`);
}

/** A condition that has to be true or false. */
export function bindCondition(binder: Binder, node: Expression): (run: Run) => boolean {
  const bound = binder.bind(node);
  if (!['bool', 'object'].includes(bound.type)) {
    binder.problem(node.start, `${sourceOf(binder, node)} is ${bound.type} where true or false is needed`);
  }
  return (run) => truthOf(bound, run, node.start);
}

export function bindTernary(binder: Binder, node: Kind<'ternary'>): Bound {
  const condition = bindCondition(binder, node.condition);
  const yes = binder.bind(node.yes);
  const no = binder.bind(node.no);
  return { type: commonType(yes.type, no.type), run: (run) => (condition(run) ? yes.run(run) : no.run(run)) };
}

export function bindUnary(binder: Binder, node: Kind<'unary'>): Bound {
  if (node.operator === '!') {
    const condition = bindCondition(binder, node.value);
    return { type: 'bool', run: (run) => !condition(run) };
  }
  const value = binder.bind(node.value);
  if (!['int', 'double', 'object'].includes(value.type)) {
    return binder.problem(node.start, `"${node.operator}" does not take ${value.type}`);
  }
  if (node.operator === '+') return value;
  const run = (run: Run): unknown => {
    const number = value.run(run);
    run.at = node.start;
    return number === null ? null : negate(number);
  };
  return { type: value.type, run };
}
