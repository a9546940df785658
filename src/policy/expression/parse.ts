import { parseExpression } from './parse-expression';
import { parseBlock } from './parse-statement';
import type { Expression, Statement } from './syntax';
import { SyntaxProblem, tokenCursor, tokensOf, unexpected } from './token-cursor';

/** Characters. */
const LONGEST = 32 * 1024;

/** "@(expression)" or "@{ statements }". @throws SyntaxProblem */
export function parse(text: string): (Statement & { kind: 'block' }) | Expression {
  if (text.length > LONGEST) throw new SyntaxProblem(0, `an expression of more than ${LONGEST} characters`);
  if (!text.startsWith('@(') && !text.startsWith('@{'))
    throw new SyntaxProblem(0, 'no expression: it starts with "@(" or "@{"');
  const cursor = tokenCursor(tokensOf(text, 1));
  const tree = text[1] === '{' ? parseBlock(cursor) : parseBracketed();
  if (cursor.peek().kind !== 'end') return unexpected(cursor.peek(), 'the end of the expression');
  return tree;

  function parseBracketed(): Expression {
    cursor.expect('(', 'after "@"');
    const value = parseExpression(cursor);
    cursor.expect(')', 'at the end of the expression');
    return value;
  }
}
