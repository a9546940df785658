import type { Expression } from '../expression/syntax';
import { and, choose, FALSE, LEVEL, not, or, relation, TRUE, within } from './condition';
import type { Scope } from './environment';
import { toText } from './text-methods';
import { cel, choice, conditionOf, isNullable, NotConvertible, ofCondition, type Cel, type Value } from './value';

export interface Convert {
  readonly any: (node: Expression, scope: Scope) => Value;
  readonly value: (node: Expression, scope: Scope) => Cel;
  readonly bool: (node: Expression, scope: Scope) => Cel;
}

type Binary = Expression & { kind: 'binary' };

export function convertBinary(node: Binary, scope: Scope, convert: Convert): Value {
  const { operator } = node;
  switch (operator) {
    case '&&':
    case '||':
      return logical(node, scope, convert);
    case '==':
    case '!=':
      return equality(node, scope, convert);
    case '??':
      return coalesced(node, scope, convert);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return ordered(node, scope, convert);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(node, scope, convert);
    default:
      throw new NotConvertible(node.operatorAt, `the operator ${operator}`);
  }
}

function logical(node: Binary, scope: Scope, convert: Convert): Cel {
  const [left, right] = [convert.bool(node.left, scope), convert.bool(node.right, scope)];
  const [a, b] = [conditionOf(left), conditionOf(right)];
  // The right side can only fail where it is reached.
  if (node.operator === '&&') return ofCondition(and(a, b), and(left.ok, choose(a, right.ok, TRUE)));
  return ofCondition(or(a, b), and(left.ok, choose(a, TRUE, right.ok)));
}

function equality(node: Binary, scope: Scope, convert: Convert): Cel {
  const [left, right] = [convert.any(node.left, scope), convert.any(node.right, scope)];
  const equal = equals(left, right, node);
  return node.operator === '==' ? equal : ofCondition(not(conditionOf(equal)), equal.ok);
}

function equals(left: Value, right: Value, node: Binary): Cel {
  if (left.kind === 'null') return isNull(right, node);
  if (right.kind === 'null') return isNull(left, node);
  if (left.kind === 'part' || right.kind === 'part') throw new NotConvertible(node.start, 'comparing parts of context');
  if (isNullable(left) && isNullable(right))
    throw new NotConvertible(node.start, 'comparing values that may both be null');
  if (!comparable(left, right)) throw new NotConvertible(node.start, `comparing ${left.type} with ${right.type}`);
  const sides = [within(LEVEL.sum, left), within(LEVEL.sum, right)];
  const [nullable, other] = isNullable(left) ? [left, right] : [right, left];
  // A text that is null is empty, and so differs from one that is not.
  const differs = nullable.type === 'string' && !other.mayBeEmpty;
  const holds = relation(sides.join(' == '), sides.join(' != '));
  const isEqual = differs || !isNullable(nullable) ? holds : and(not(nullable.nullWhen), holds);
  return ofCondition(isEqual, and(left.ok, right.ok));
}

function isNull(value: Value, node: Binary): Cel {
  if (value.kind === 'null') return ofCondition(TRUE, TRUE);
  if (value.kind === 'part' && value.name === 'context') throw new NotConvertible(node.start, 'comparing context');
  return ofCondition(value.nullWhen, value.ok);
}

function comparable(left: Cel, right: Cel): boolean {
  if (left.type === 'json' || right.type === 'json') return left.type !== right.type;
  return left.type === right.type || (isNumber(left) && isNumber(right));
}

function isNumber({ type }: Cel): boolean {
  return type === 'int' || type === 'double';
}

function coalesced(node: Binary, scope: Scope, convert: Convert): Value {
  const left = convert.any(node.left, scope);
  const right = convert.any(node.right, scope);
  if (left.kind === 'null') return right;
  if (left.kind === 'part') throw new NotConvertible(node.start, `${left.name} with "??"`);
  if (!isNullable(left)) return left;
  const known: Cel = { ...left, nullWhen: FALSE };
  return choice(ofCondition(left.nullWhen, left.ok), right, { ...known, ok: TRUE }, node.start);
}

function ordered(node: Binary, scope: Scope, convert: Convert): Cel {
  const [left, right] = numbers(node, scope, convert);
  const text = `${within(LEVEL.sum, left)} ${node.operator} ${within(LEVEL.sum, right)}`;
  return ofCondition({ text, level: LEVEL.relation }, and(left.ok, right.ok));
}

function arithmetic(node: Binary, scope: Scope, convert: Convert): Cel {
  const { operator } = node;
  const [a, b] = [convert.value(node.left, scope), convert.value(node.right, scope)];
  if (operator === '+' && (a.type === 'string' || b.type === 'string')) {
    const isSafe = [a, b].some((each) => each.type === 'string' && !isNullable(each));
    if (!isSafe) throw new NotConvertible(node.operatorAt, 'adding values of which every text may be null');
    return sum(toText(a, node.left.start), toText(b, node.right.start));
  }
  const [left, right] = alike(...numbers(node, scope, convert), node);
  const level = operator === '+' || operator === '-' ? LEVEL.sum : LEVEL.product;
  const tighter = level === LEVEL.sum ? LEVEL.product : LEVEL.unary;
  const text = `${within(level, left)} ${operator} ${within(tighter, right)}`;
  return cel(left.type, text, { level, ok: and(left.ok, right.ok) });
}

/** Texts, one after the other. */
export function sum(left: Cel, right: Cel): Cel {
  return cel('string', `${within(LEVEL.sum, left)} + ${within(LEVEL.product, right)}`, {
    level: LEVEL.sum,
    ok: and(left.ok, right.ok),
    mayBeEmpty: left.mayBeEmpty && right.mayBeEmpty,
  });
}

function numbers(node: Binary, scope: Scope, convert: Convert): readonly [Cel, Cel] {
  const [left, right] = [convert.value(node.left, scope), convert.value(node.right, scope)];
  for (const each of [left, right]) {
    if (!isNumber(each) || isNullable(each)) {
      const what = isNullable(each) ? 'a value that may be null' : `a value of type ${each.type}`;
      throw new NotConvertible(node.operatorAt, `the operator ${node.operator} with ${what}`);
    }
  }
  return [left, right];
}

/** CEL calculates with numbers of one type. */
function alike(left: Cel, right: Cel, { operatorAt, operator }: Binary): readonly [Cel, Cel] {
  if (operator === '%' && left.type === 'double') throw new NotConvertible(operatorAt, '"%" of fractions');
  if (left.type === right.type) return [left, right];
  const double = (value: Cel): Cel =>
    value.type === 'double' ? value : { ...value, type: 'double', text: `double(${value.text})`, level: LEVEL.primary };
  return [double(left), double(right)];
}
