import type { PairLine } from '../../src/cli/labelled-lines';
import type { EntryLine, QueryLine } from '../../src/evaluation/labelled-cache';
import { seededRandom } from '../../src/evaluation/random';

const QUERIES = 3000;
const SEED = 20;

/**
 * A cache made of question pairs: one side of each is stored, among distractors, and the other side of some is asked. The label of a
 * pair tells about its own two texts; of all other entries nothing is known.
 */
export function cacheSetOf(
  pairs: readonly PairLine[],
  distractors: readonly string[],
): { readonly entries: readonly EntryLine[]; readonly queries: readonly QueryLine[] } {
  const asked = new Map<string, { same: string[]; different: string[] }>();
  for (const { a, b, same } of pairs) {
    const partners = asked.get(b) ?? { same: [], different: [] };
    asked.set(b, partners);
    partners[same ? 'same' : 'different'].push(a);
  }
  const queries = shuffled([...asked]).slice(0, QUERIES);
  return {
    entries: [...pairs.map(({ a }) => a), ...distractors].map((text) => ({ text })),
    queries: queries.map(([text, partners]) => ({ text, ...partners })),
  };
}

/** The same order in every run (Fisher and Yates). */
function shuffled<T>(items: readonly T[]): readonly T[] {
  const random = seededRandom(SEED);
  const order = [...items];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
