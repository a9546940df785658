import type { GuardReason } from '../../core/reason';
import { positiveStem, stem } from '../stem';
import type { Tokens } from '../tokens';
import { antonymPairs, PARTICLES } from '../words/antonyms';

const OPPOSITES = opposites();

/** A word that only one text has, and its opposite that only the other has. */
export function antonym(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const ofStored = ownWords(stored, asked);
  for (const [key, at] of ownWords(asked, stored)) {
    for (const opposite of OPPOSITES.get(key) ?? []) {
      const other = ofStored.get(opposite);
      if (other === undefined) continue;
      if (!PARTICLES.has(key) || !PARTICLES.has(opposite) || sameNeighbour(asked, at, stored, other)) return 'antonym';
    }
  }
  return undefined;
}

/** Words that the other text lacks, under the stems by which opposites are known, each with its place. */
function ownWords(of: Tokens, other: Tokens): ReadonlyMap<string, number> {
  const own = new Map<string, number>();
  of.tokens.forEach((token, i) => {
    if (token.kind !== 'word' || other.stems.has(token.stem)) return;
    own.set(token.stem, i).set(positiveStem(token.text), i);
  });
  return own;
}

function sameNeighbour(asked: Tokens, at: number, stored: Tokens, other: number): boolean {
  return [-1, 1].some((step) => {
    const neighbour = asked.tokens[at + step]?.stem;
    return neighbour !== undefined && neighbour === stored.tokens[other + step]?.stem;
  });
}

function opposites(): ReadonlyMap<string, ReadonlySet<string>> {
  const table = new Map<string, Set<string>>();
  const put = (a: string, b: string): void => {
    if (a !== b) table.set(a, (table.get(a) ?? new Set()).add(b));
  };
  for (const [a, b] of antonymPairs()) {
    for (const [x, y] of [
      [stem(a), stem(b)],
      [positiveStem(a), positiveStem(b)],
    ] as const) {
      put(x, y);
      put(y, x);
    }
  }
  return table;
}
