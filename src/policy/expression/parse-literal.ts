import type { Expression, Hole } from './syntax';
import type { Token } from './token';
import { SyntaxProblem, unexpected, type TokenCursor } from './token-cursor';

const WORDS = new Map<string, { readonly type: string; readonly value: unknown }>([
  ['true', { type: 'bool', value: true }],
  ['false', { type: 'bool', value: false }],
  ['null', { type: 'null', value: null }],
]);
const GREATEST = 2n ** 63n - 1n;

/** Nothing is taken when no literal stands next. */
export function parseLiteral(cursor: TokenCursor, whole: (cursor: TokenCursor) => Expression): Expression | undefined {
  const token = cursor.peek();
  const { start, end } = token;
  const word = token.kind === 'name' ? WORDS.get(token.text) : undefined;
  const meaning = word ?? plainMeaning(token);
  if (meaning) return { kind: 'literal', ...meaning, start, end: cursor.take().end };
  if (token.kind !== 'interpolated') return undefined;
  cursor.take();
  return { kind: 'interpolated', parts: (token.parts ?? []).map((part) => holeOf(part, cursor, whole)), start, end };
}

function plainMeaning(token: Token): { readonly type: string; readonly value: unknown } | undefined {
  if (token.kind === 'text') return { type: 'string', value: token.value };
  if (token.kind === 'char') return { type: 'char', value: { kind: 'char', text: token.value } };
  return token.kind === 'number' ? numberOf(token) : undefined;
}

function holeOf(
  part: NonNullable<Token['parts']>[number],
  cursor: TokenCursor,
  whole: (cursor: TokenCursor) => Expression,
): string | Hole {
  if (typeof part === 'string') return part;
  const inner = cursor.inside(part.tokens);
  const value = whole(inner);
  if (inner.peek().kind !== 'end') return unexpected(inner.peek(), '"}" (alignment is not supported)');
  return { value, format: part.format };
}

function numberOf({ text, start }: Token): { readonly type: string; readonly value: bigint | number } {
  const plain = text.replaceAll('_', '');
  if (/^0x/i.test(plain)) return { type: 'int', value: whole64(BigInt(plain.replace(/[ul]+$/i, '')), start) };
  if (/^\d+[ul]*$/i.test(plain)) return { type: 'int', value: whole64(BigInt(plain.replace(/[ul]+$/i, '')), start) };
  return { type: 'double', value: Number(plain.replace(/[dfm]$/i, '')) };
}

function whole64(value: bigint, start: number): bigint {
  if (value > GREATEST) throw new SyntaxProblem(start, `a number above ${GREATEST}`);
  return value;
}
