import type { Expression, Statement } from '../expression/syntax';
import { and } from './condition';
import type { Scope } from './environment';
import { convertBool, convertExpression } from './expression';
import { choice, NotConvertible, type Value } from './value';

/** Ways through a block are written out one by one. */
export const MOST_STATEMENTS = 300;

/** "@{ … }": its locals are put in where they are used, its ways become choices. @throws NotConvertible */
function convertBlock(block: Statement & { kind: 'block' }, scope: Scope): Value {
  return follow(block.statements, scope, block.end);
}

export function convertTree(tree: Expression | (Statement & { kind: 'block' }), scope: Scope): Value {
  return tree.kind === 'block' ? convertBlock(tree, scope) : convertExpression(tree, scope);
}

function follow([first, ...rest]: readonly Statement[], scope: Scope, end: number): Value {
  if (first === undefined) throw new NotConvertible(end, 'a block that ends without return');
  scope.budget.left -= 1;
  if (scope.budget.left < 0) throw new NotConvertible(first.start, 'a block with so many ways through it');
  switch (first.kind) {
    case 'return':
      return convertExpression(first.value, scope);
    case 'local':
    case 'assign': {
      if (first.value === undefined) return follow(rest, scope, end);
      const value = convertExpression(first.value, scope);
      const after = follow(rest, { ...scope, locals: new Map(scope.locals).set(first.name, value) }, end);
      return value.kind === 'null' || after.kind === 'null' ? after : { ...after, ok: and(value.ok, after.ok) };
    }
    case 'if':
      return followIf(first, rest, scope, end);
    case 'block':
      return follow([...first.statements, ...rest], scope, end);
    case 'foreach':
    case 'while':
    case 'for':
    case 'break':
    case 'continue':
      throw new NotConvertible(first.start, `"${first.kind}"`);
  }
}

function followIf(
  { branches, otherwise, start }: Statement & { kind: 'if' },
  rest: readonly Statement[],
  scope: Scope,
  end: number,
): Value {
  const last = follow(otherwise === undefined ? rest : [otherwise, ...rest], scope, end);
  return branches.reduceRight<Value>((no, { condition, then }) => {
    const yes = follow([then, ...rest], scope, end);
    return choice(convertBool(condition, scope), yes, no, start);
  }, last);
}
