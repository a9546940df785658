import type { GuardReason } from '../../core/reason';
import { unpaired } from '../multiset';
import type { Token } from '../token';
import type { Tokens } from '../tokens';

/** Every number in one text must be in the other, as often. Their order is the direction guard's matter. */
export function number(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const a = numbersOf(asked);
  const b = numbersOf(stored);
  const left = unpaired(a.map(valueOf), b.map(valueOf));
  if (left.a.length === 0 && left.b.length === 0) return undefined;
  if (left.a.length > 0 && left.b.length > 0) return 'number';
  return mayBePronouns(left.a.length > 0 ? a : b, left.a.length > 0 ? left.a : left.b) ? undefined : 'number';
}

function numbersOf({ tokens }: Tokens): readonly Token[] {
  return tokens.filter((t) => t.kind === 'number');
}

function valueOf(token: Token): string {
  return token.text;
}

/** "one" says a number or nothing ("one can learn …"): a surplus of these alone is no difference. */
function mayBePronouns(numbers: readonly Token[], surplus: readonly string[]): boolean {
  const pronouns = numbers.filter((t) => t.optional).length;
  return surplus.every((value) => value === '1') && surplus.length <= pronouns;
}
