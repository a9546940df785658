import { parseOperand } from './parse-operand';
import { parseType } from './parse-type';
import type { Expression } from './syntax';
import { isWord, unexpected, type TokenCursor } from './token-cursor';

/** Binding strength of the binary operators, C#'s. */
const STRENGTH = new Map<string, number>(
  [
    ['??'],
    ['||'],
    ['&&'],
    ['|'],
    ['^'],
    ['&'],
    ['==', '!='],
    ['<', '>', '<=', '>=', 'is', 'as'],
    ['+', '-'],
    ['*', '/', '%'],
  ].flatMap((operators, strength) => operators.map((operator) => [operator, strength + 1] as const)),
);

export function parseExpression(cursor: TokenCursor): Expression {
  return cursor.deeper(() => parseLambda(cursor) ?? parseTernary(cursor));
}

function parseLambda(cursor: TokenCursor): Expression | undefined {
  const bracketed = isWord(cursor.peek(), '(');
  const name = cursor.peek(bracketed ? 1 : 0);
  const arrowAt = bracketed ? 3 : 1;
  if (name.kind !== 'name' || !isWord(cursor.peek(arrowAt), '=>')) return undefined;
  if (bracketed && !isWord(cursor.peek(2), ')')) return undefined;
  const { start } = cursor.peek();
  for (let count = 0; count <= arrowAt; count++) cursor.take();
  if (isWord(cursor.peek(), '{')) return unexpected(cursor.peek(), 'an expression (lambdas have no statements here)');
  const body = parseExpression(cursor);
  return { kind: 'lambda', parameter: name.text, body, start, end: body.end };
}

function parseTernary(cursor: TokenCursor): Expression {
  const condition = parseBinary(cursor, 1);
  if (!cursor.accept('?')) return condition;
  const yes = parseExpression(cursor);
  cursor.expect(':', 'of a conditional (condition ? yes : no)');
  const no = parseExpression(cursor);
  return { kind: 'ternary', condition, yes, no, start: condition.start, end: no.end };
}

function parseBinary(cursor: TokenCursor, weakest: number): Expression {
  let left = parseOperand(cursor, parseExpression);
  for (;;) {
    const operator = cursor.peek();
    const strength = operator.kind === 'operator' || operator.kind === 'name' ? STRENGTH.get(operator.text) : undefined;
    if (strength === undefined || strength < weakest) return left;
    cursor.take();
    cursor.longer();
    left = parseRight(cursor, left, { text: operator.text, at: operator.start, strength });
  }
}

function parseRight(
  cursor: TokenCursor,
  left: Expression,
  operator: { readonly text: string; readonly at: number; readonly strength: number },
): Expression {
  if (operator.text === 'is') return parseIs(cursor, left);
  if (operator.text === 'as') {
    const type = parseType(cursor);
    return { kind: 'as', type, value: left, start: left.start, end: type.end };
  }
  // "??" binds to the right, all others to the left.
  const right = cursor.deeper(() =>
    parseBinary(cursor, operator.text === '??' ? operator.strength : operator.strength + 1),
  );
  const { text, at } = operator;
  return { kind: 'binary', operator: text, operatorAt: at, left, right, start: left.start, end: right.end };
}

function parseIs(cursor: TokenCursor, value: Expression): Expression {
  const not = cursor.accept('not') !== undefined;
  const nothing = cursor.accept('null');
  const type = nothing ? ('null' as const) : parseType(cursor, false);
  if (cursor.peek().kind === 'name' && !STRENGTH.has(cursor.peek().text)) {
    return unexpected(cursor.peek(), 'an operator (patterns that declare a variable are not supported)');
  }
  return { kind: 'is', type, not, value, start: value.start, end: type === 'null' ? cursor.peek().start : type.end };
}
