import { parseLiteral } from './parse-literal';
import { parseType, parseTypeArguments, typeLength } from './parse-type';
import { isCastable } from './type-names';
import type { Argument, Expression } from './syntax';
import { isWord, unexpected, type TokenCursor } from './token-cursor';

type Parse = (cursor: TokenCursor) => Expression;

/** An operand with what stands before it (-, !, a cast) and after it (members, indexers, calls). */
export function parseOperand(cursor: TokenCursor, whole: Parse): Expression {
  const { kind, text, start } = cursor.peek();
  if (kind === 'operator' && (text === '!' || text === '-' || text === '+')) {
    cursor.take();
    const value = cursor.deeper(() => parseOperand(cursor, whole));
    return { kind: 'unary', operator: text, value, start, end: value.end };
  }
  if (isCast(cursor)) {
    cursor.take();
    const type = parseType(cursor);
    cursor.expect(')', 'after the type of a cast');
    const value = cursor.deeper(() => parseOperand(cursor, whole));
    return { kind: 'cast', type, value, start, end: value.end };
  }
  return parseChain(cursor, parsePrimary(cursor, whole), whole);
}

/** "(Type)" before an operand. */
function isCast(cursor: TokenCursor): boolean {
  if (!isWord(cursor.peek(), '(')) return false;
  const length = typeLength(cursor, 1);
  if (length === undefined || !isWord(cursor.peek(1 + length), ')')) return false;
  const written = Array.from({ length }, (_, ahead) => cursor.peek(1 + ahead).text).join('');
  if (!isCastable(written)) return false;
  const { kind, text } = cursor.peek(2 + length);
  return (kind !== 'operator' && kind !== 'end') || text === '(' || text === '!' || text === '-';
}

function parseChain(cursor: TokenCursor, first: Expression, whole: Parse): Expression {
  let target = first;
  for (;;) {
    const { text, kind, start: at } = cursor.peek();
    if (kind !== 'operator' || !['.', '?.', '[', '?[', '('].includes(text)) return target;
    cursor.take();
    cursor.longer();
    const { start } = target;
    const conditional = text.startsWith('?');
    if (text === '(') {
      target = { kind: 'call', target, typeArguments: [], ...parseArguments(cursor, whole), start };
    } else if (text === '[' || text === '?[') {
      const index = whole(cursor);
      const { end } = cursor.expect(']', 'after the index');
      target = { kind: 'index', target, index, indexAt: at, conditional, start, end };
    } else {
      const name = cursor.take();
      if (name.kind !== 'name') return unexpected(name, `a member's name after "${text}"`);
      const member = {
        kind: 'member' as const,
        target,
        name: name.text,
        nameAt: name.start,
        conditional,
        start,
        end: name.end,
      };
      const typeArguments = parseTypeArguments(cursor);
      target = member;
      if (typeArguments.length > 0) {
        cursor.expect('(', 'after the type arguments');
        target = { kind: 'call', target: member, typeArguments, ...parseArguments(cursor, whole), start };
      }
    }
  }
}

/** Up to the ")", whose "(" is taken already. */
function parseArguments(
  cursor: TokenCursor,
  whole: Parse,
): { readonly arguments: readonly Argument[]; readonly end: number } {
  const all: Argument[] = [];
  if (!isWord(cursor.peek(), ')')) {
    do all.push(parseArgument(cursor, whole));
    while (cursor.accept(','));
  }
  const { end } = cursor.expect(')', 'after the arguments');
  return { arguments: all, end };
}

function parseArgument(cursor: TokenCursor, whole: Parse): Argument {
  const { kind, text } = cursor.peek();
  if (text === 'out' && kind === 'name' && cursor.peek(1).kind === 'name')
    return { name: undefined, value: parseOut(cursor) };
  if (kind !== 'name' || !isWord(cursor.peek(1), ':')) return { name: undefined, value: whole(cursor) };
  cursor.take();
  cursor.take();
  return { name: text, value: whole(cursor) };
}

function parseOut(cursor: TokenCursor): Expression {
  const { start } = cursor.take();
  const declares = cursor.peek(typeLength(cursor, 0)).kind === 'name';
  const type = !declares || cursor.accept('var') ? undefined : parseType(cursor);
  const name = cursor.take();
  if (name.kind !== 'name') return unexpected(name, 'the name of a local');
  return { kind: 'out', name: name.text, declares, type, start, end: name.end };
}

function parsePrimary(cursor: TokenCursor, whole: Parse): Expression {
  const token = cursor.peek();
  const { start } = token;
  const literal = parseLiteral(cursor, whole);
  if (literal) return literal;
  if (cursor.accept('new')) return parseNew(cursor, start, whole);
  if (cursor.accept('(')) {
    const value = whole(cursor);
    const { end } = cursor.expect(')', 'after the expression');
    return { kind: 'parenthesised', value, start, end };
  }
  if (token.kind !== 'name') return unexpected(token, 'a value');
  cursor.take();
  return { kind: 'name', name: token.text, start, end: token.end };
}

function parseNew(cursor: TokenCursor, start: number, whole: Parse): Expression {
  if (cursor.accept('[')) {
    cursor.expect(']', 'after "new ["');
    return { kind: 'new-array', type: undefined, ...parseItems(cursor, whole), start };
  }
  const type = parseType(cursor);
  if (type.name.endsWith('[]') && cursor.accept('(')) {
    const { end } = cursor.expect(')', `after "new ${type.name}("`);
    if (!isWord(cursor.peek(), '{')) return { kind: 'new-array', type, items: [], start, end };
  }
  if (type.name.endsWith('[]')) return { kind: 'new-array', type, ...parseItems(cursor, whole), start };
  cursor.expect('(', `after "new ${type.name}"`);
  const call = parseArguments(cursor, whole);
  if (isWord(cursor.peek(), '{'))
    return unexpected(cursor.peek(), 'the end of "new" (initialisers are for arrays only)');
  return { kind: 'new', type, ...call, start };
}

function parseItems(
  cursor: TokenCursor,
  whole: Parse,
): { readonly items: readonly Expression[]; readonly end: number } {
  cursor.expect('{', 'before the items of an array');
  const items: Expression[] = [];
  while (!isWord(cursor.peek(), '}')) {
    items.push(whole(cursor));
    if (!cursor.accept(',')) break;
  }
  const { end } = cursor.expect('}', 'after the items of an array');
  return { items, end };
}
