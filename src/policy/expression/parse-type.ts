import type { TypeName } from './syntax';
import { isWord, unexpected, type TokenCursor } from './token-cursor';

/** Namespaces that expressions name types by; a type means the same with and without. */
const NAMESPACE =
  /^(?:System\.(?:Collections\.Generic\.|Text\.RegularExpressions\.|Text\.|Linq\.)?|Newtonsoft\.Json\.(?:Linq\.)?)/;
/** Lists and sequences are arrays here. */
const LIST = /^(?:List|IList|IEnumerable|ICollection|IReadOnlyList|IReadOnlyCollection)<([\w.]+)>$/;
const ALIASES = new Map([
  ['String', 'string'],
  ['Boolean', 'bool'],
  ['Int32', 'int'],
  ['Int64', 'long'],
  ['Double', 'double'],
  ['Decimal', 'decimal'],
  ['Object', 'object'],
  ['Char', 'char'],
]);

/** "System.String" is "string". */
export function plainTypeName(written: string): string {
  const name = written.replace(NAMESPACE, '');
  const item = LIST.exec(name)?.[1];
  return item === undefined ? (ALIASES.get(name) ?? name) : `${plainTypeName(item)}[]`;
}

/** @param nullable whether a "?" is part of it; after "is" it starts a conditional */
export function parseType(cursor: TokenCursor, nullable = true): TypeName {
  const length = typeLength(cursor, 0, nullable);
  if (length === undefined) return unexpected(cursor.peek(), 'a type');
  const start = cursor.peek().start;
  let written = '';
  let end = start;
  for (let count = 0; count < length; count++) {
    const token = cursor.take();
    written += token.text;
    end = token.end;
  }
  const brackets = written.endsWith('[]') ? '[]' : '';
  const name = plainTypeName(written.replace(/(?:\[\]|\?)+$/, ''));
  return { name: `${name}${brackets}`, nullable: written.includes('?'), start, end };
}

/** How many tokens from `ahead` on are a type: a dotted name, "?" and "[]"; `undefined` when they are none. */
export function typeLength(cursor: TokenCursor, ahead: number, nullable = true): number | undefined {
  let at = ahead;
  if (cursor.peek(at).kind !== 'name') return undefined;
  at++;
  while (isWord(cursor.peek(at), '.') && cursor.peek(at + 1).kind === 'name') at += 2;
  // "List<string>": one name between the signs, or they compare.
  const item = isWord(cursor.peek(at), '<') ? typeLength(cursor, at + 1, false) : undefined;
  if (item !== undefined && isWord(cursor.peek(at + 1 + item), '>')) at += item + 2;
  if (nullable && isWord(cursor.peek(at), '?')) at++;
  if (isWord(cursor.peek(at), '[') && isWord(cursor.peek(at + 1), ']')) at += 2;
  return at - ahead;
}

/** "<A, B>" if it stands before "("; nothing is taken otherwise. */
export function parseTypeArguments(cursor: TokenCursor): readonly TypeName[] {
  if (!isTypeArguments(cursor)) return [];
  const types: TypeName[] = [];
  do {
    cursor.take();
    types.push(parseType(cursor));
  } while (!isWord(cursor.peek(), '>'));
  cursor.take();
  return types;
}

function isTypeArguments(cursor: TokenCursor): boolean {
  let at = 0;
  if (!isWord(cursor.peek(), '<')) return false;
  do {
    const length = typeLength(cursor, at + 1);
    if (length === undefined) return false;
    at += 1 + length;
  } while (isWord(cursor.peek(at), ','));
  return isWord(cursor.peek(at), '>') && isWord(cursor.peek(at + 1), '(');
}
