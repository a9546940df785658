import type { Expression } from '../expression/syntax';
import { convertChain } from './chain';
import { LEVEL, not, within } from './condition';
import type { Scope } from './environment';
import { castJson } from './json-values';
import { convertBinary, sum } from './operators';
import { toText } from './text-methods';
import {
  cel,
  choice,
  conditionOf,
  endOfChain,
  isNullable,
  NotConvertible,
  ofCondition,
  part,
  textLiteral,
  type Cel,
  type Value,
} from './value';

/** An expression of C# as one of CEL that gives the same. @throws NotConvertible */
export function convertExpression(node: Expression, scope: Scope): Value {
  return endOfChain(convertNode(node, scope));
}

/** One that gives a value, and not a part of `context` or null. @throws NotConvertible */
function convertValue(node: Expression, scope: Scope): Cel {
  const value = convertExpression(node, scope);
  if (value.kind === 'cel') return value;
  throw new NotConvertible(node.start, value.kind === 'null' ? 'null here' : `${value.name} as a value`);
}

/** true or false, never null. @throws NotConvertible */
export function convertBool(node: Expression, scope: Scope): Cel {
  const value = convertValue(node, scope);
  if (value.type === 'bool' && !isNullable(value)) return value;
  throw new NotConvertible(
    node.start,
    `${isNullable(value) ? 'a value that may be null' : `a value of type ${value.type}`} as a condition`,
  );
}

function convertNode(node: Expression, scope: Scope): Value {
  switch (node.kind) {
    case 'literal':
      return literal(node);
    case 'interpolated':
      return interpolated(node, scope);
    case 'name':
      return named(node, scope);
    case 'parenthesised':
      return convertExpression(node.value, scope);
    case 'unary':
      return unary(node, scope);
    case 'binary':
      return convertBinary(node, scope, CONVERT);
    case 'ternary': {
      const condition = convertBool(node.condition, scope);
      const [yes, no] = [convertExpression(node.yes, scope), convertExpression(node.no, scope)];
      return choice(condition, yes, no, node.start);
    }
    case 'cast':
      return cast(node, scope);
    case 'member':
    case 'index':
    case 'call':
      return convertChain(node, scope, { ...CONVERT, link: convertNode });
    case 'as':
    case 'is':
    case 'lambda':
    case 'new':
    case 'new-array':
    case 'out':
      throw new NotConvertible(node.start, KINDS[node.kind]);
  }
}

const CONVERT = { any: convertExpression, value: convertValue, bool: convertBool };

const KINDS = {
  as: '"as"',
  is: '"is"',
  new: '"new"',
  'new-array': '"new"',
  lambda: 'a lambda',
  out: 'an "out" argument',
} as const;

function literal({ type, value, start }: Expression & { kind: 'literal' }): Value {
  if (type === 'null') return { kind: 'null' };
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'boolean') return cel('bool', String(value));
  if (typeof value === 'bigint') return cel('int', String(value));
  if (typeof value === 'number' && Number.isFinite(value)) {
    return cel('double', Number.isInteger(value) ? value.toFixed(1) : String(value));
  }
  throw new NotConvertible(start, `a literal of type ${type}`);
}

function interpolated({ parts, start }: Expression & { kind: 'interpolated' }, scope: Scope): Cel {
  const texts = parts
    .filter((each) => each !== '')
    .map((each) => {
      if (typeof each === 'string') return textLiteral(each);
      if (each.format !== undefined) throw new NotConvertible(each.value.start, 'a format');
      return toText(convertValue(each.value, scope), each.value.start);
    });
  const [first = textLiteral(''), ...more] = texts;
  return more.reduce(sum, toText(first, start));
}

function named({ name, start }: Expression & { kind: 'name' }, { locals }: Scope): Value {
  const local = locals.get(name);
  if (local !== undefined) return local;
  if (name === 'context') return part('context');
  throw new NotConvertible(start, name);
}

function unary({ operator, value, start }: Expression & { kind: 'unary' }, scope: Scope): Value {
  if (operator === '!') {
    const operand = convertBool(value, scope);
    return ofCondition(not(conditionOf(operand)), operand.ok);
  }
  const operand = convertValue(value, scope);
  if ((operand.type !== 'int' && operand.type !== 'double') || isNullable(operand)) {
    throw new NotConvertible(start, `"${operator}" of a value of type ${operand.type}`);
  }
  return operator === '+' ? operand : { ...operand, text: `-${within(LEVEL.primary, operand)}`, level: LEVEL.unary };
}

function cast({ type, value: node, start }: Expression & { kind: 'cast' }, scope: Scope): Value {
  const value = convertValue(node, scope);
  if (value.type === 'json') return castJson(value, type.name, start);
  const same = value.type === type.name || (value.type === 'int' && type.name === 'long');
  if (same || (type.name === 'object' && !isNullable(value))) return value;
  throw new NotConvertible(start, `a cast of a value of type ${value.type} to ${type.name}`);
}
