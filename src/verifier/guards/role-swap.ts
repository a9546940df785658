import type { GuardReason } from '../../core/reason';
import { hasSwappedEnds } from '../ends';
import { isHarmlessOrder, roleSequence } from '../order';
import type { Tokens } from '../tokens';

/** Share of common content words from which two texts count as the same words in another order. */
const SAME_WORDS = 0.95;

/** The two ends of "from … to", "… into …", "… than …" change places, or the same words come in another order. */
export function roleSwap(asked: Tokens, stored: Tokens): GuardReason | undefined {
  return hasSwappedEnds(asked, stored) || hasOtherOrder(asked, stored) ? 'role-swap' : undefined;
}

function hasOtherOrder(asked: Tokens, stored: Tokens): boolean {
  const a = commonInOrder(asked.content, stored.content);
  const b = commonInOrder(stored.content, asked.content);
  const total = asked.content.length + stored.content.length;
  if (a.length < 2 || a.length + b.length < SAME_WORDS * total || a.every((word, i) => word === b[i])) return false;
  return !isHarmlessOrder(roleSequence(asked), roleSequence(stored));
}

/** The words that the other list has as well, as often as it has them. */
function commonInOrder(of: readonly string[], other: readonly string[]): readonly string[] {
  const count = new Map<string, number>();
  for (const word of other) count.set(word, (count.get(word) ?? 0) + 1);
  return of.filter((word) => {
    const n = count.get(word) ?? 0;
    count.set(word, n - 1);
    return n > 0;
  });
}
