import { CASTABLE, JSON_TYPES, tableName } from './type-names';
import type { Binder } from './binder';
import type { TypeName } from './syntax';

const NUMERIC = ['int', 'double', 'char'];
const TIMES = ['DateTime', 'TimeSpan'];
const OPEN = ['object', 'null'];

export function isJsonType(type: string): boolean {
  return JSON_TYPES.includes(type);
}

/** The type as the tables name it. A type that is not supported is a problem. */
export function knownType(binder: Binder, { name, start }: TypeName): string {
  if (!CASTABLE.includes(name) && name !== 'dynamic') {
    binder.problem(start, `the type ${name} is not supported; types are: ${CASTABLE.join(', ')}`);
  }
  return tableName(name);
}

/** Whether a local of the one type may be given a value of the other. */
export function isAssignable(to: string, from: string): boolean {
  if (to === from || OPEN.includes(from) || to === 'object') return true;
  if (to === 'double') return from === 'int' || from === 'char';
  if (to === 'int') return from === 'char';
  if (to === 'JToken') return isJsonType(from) || ['string', 'int', 'double', 'bool', 'DateTime'].includes(from);
  return to.endsWith('[]') && from === 'object[]';
}

/** Whether `(to)value` can ever work. */
export function isCast(to: string, from: string): boolean {
  if (isAssignable(to, from) || isAssignable(from, to)) return true;
  if (NUMERIC.includes(to) && NUMERIC.includes(from)) return true;
  if (isJsonType(from))
    return isJsonType(to) || ['string', 'int', 'double', 'bool', 'DateTime'].includes(to) || to.endsWith('[]');
  return false;
}

/** What an operator gives; `undefined` when it does not take such operands. */
export function resultType(operator: string, left: string, right: string): string | undefined {
  const both = (types: readonly string[]): boolean =>
    [left, right].every((type) => types.includes(type) || OPEN.includes(type));
  switch (operator) {
    case '==':
    case '!=':
      return 'bool';
    case '<':
    case '>':
    case '<=':
    case '>=':
      return both(NUMERIC) || both(['DateTime']) || both(['TimeSpan']) ? 'bool' : undefined;
    case '&&':
    case '||':
      return both(['bool']) ? 'bool' : undefined;
    case '|':
    case '&':
    case '^':
      if (left === right && !NUMERIC.slice(1).includes(left)) return left;
      return both(['bool']) || both(['int']) ? 'object' : undefined;
    case '+':
      if (left === 'string' || right === 'string') return 'string';
      return numberType(left, right) ?? timeType(operator, left, right);
    default:
      return numberType(left, right) ?? timeType(operator, left, right);
  }
}

function numberType(left: string, right: string): string | undefined {
  const types = [left, right];
  if (!types.every((type) => NUMERIC.includes(type) || OPEN.includes(type))) return undefined;
  if (types.some((type) => OPEN.includes(type))) return 'object';
  return types.includes('double') ? 'double' : 'int';
}

function timeType(operator: string, left: string, right: string): string | undefined {
  if (operator !== '+' && operator !== '-') return undefined;
  if (!TIMES.includes(left) && !TIMES.includes(right)) return undefined;
  if (left === 'object' || right === 'object') return 'object';
  if (right === 'TimeSpan' && TIMES.includes(left)) return left;
  return operator === '-' && left === 'DateTime' && right === 'DateTime' ? 'TimeSpan' : undefined;
}

/** Of a conditional's two results, or the two sides of "??". */
export function commonType(a: string, b: string): string {
  if (a === b || b === 'null') return a;
  if (a === 'null') return b;
  if (isJsonType(a) && isJsonType(b)) return 'JToken';
  return NUMERIC.includes(a) && NUMERIC.includes(b) ? 'double' : 'object';
}
