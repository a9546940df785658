import type { Lexicon } from '../lexicon';
import type { Token } from '../token';
import { carriesMatter, type Tokens } from '../tokens';
import { isSlip } from '../typo';

/** What a word of matter that the other text lacks does where it stands: it says little, narrows a thing, hangs on, or stands alone. */
export type Part = 'hedge' | 'modifier' | 'phrase' | 'head';

/** How the words of matter of two texts match. */
export interface Parts {
  /** Of each text: the parts that its unmatched words play. */
  readonly a: readonly Part[];
  readonly b: readonly Part[];
  /** Pairs of words that are each other's like, and how many of them differ by a slip of the pen. */
  readonly matched: number;
  readonly slips: number;
}

interface Word {
  readonly token: Token;
  /** Its place among all tokens. */
  readonly at: number;
}

/** How far back a word is looked for that marks a phrase ("in the old town"). */
const PHRASE_REACH = 3;

export function partsOf(left: Tokens, right: Tokens): Parts {
  const a = matterOf(left);
  const b = matterOf(right);
  const likes = pairUp(a, b, left.lexicon);
  const taken = new Set(likes.map((like) => like?.index));
  return {
    a: a.filter((_, i) => likes[i] === undefined).map((word) => partOf(word, left, right)),
    b: b.filter((_, j) => !taken.has(j)).map((word) => partOf(word, right, left)),
    matched: likes.filter((like) => like !== undefined).length,
    slips: likes.filter((like) => like?.slip).length,
  };
}

function matterOf({ tokens, lexicon }: Tokens): readonly Word[] {
  return tokens.flatMap((token, at) => (carriesMatter(token, lexicon) ? [{ token, at }] : []));
}

interface Like {
  readonly index: number;
  readonly slip: boolean;
}

/** For each word of `a` its like in `b`: the same stem, else a slip; each is taken once. */
function pairUp(a: readonly Word[], b: readonly Word[], lexicon: Lexicon): readonly (Like | undefined)[] {
  const free = new Map<string, number[]>();
  b.forEach(({ token }, j) => {
    const places = free.get(token.stem);
    if (places) places.push(j);
    else free.set(token.stem, [j]);
  });
  const same = a.map(({ token }) => free.get(token.stem)?.shift());
  const left = [...free.values()].flat();
  return a.map(({ token }, i) => {
    const index = same[i];
    if (index !== undefined) return { index, slip: false };
    const found = left.findIndex((j) => isSlip(token.text, b[j]?.token.text ?? '', lexicon));
    const [slip] = found < 0 ? [] : left.splice(found, 1);
    return slip === undefined ? undefined : { index: slip, slip: true };
  });
}

function partOf({ token, at }: Word, own: Tokens, other: Tokens): Part {
  const { softeners, grammar } = own.lexicon;
  if (softeners.hedges.has(token.text)) return 'hedge';
  const next = own.tokens[at + 1];
  const isShared = (t: Token | undefined): boolean =>
    t !== undefined && carriesMatter(t, own.lexicon) && other.stems.has(t.stem);
  if (isShared(next) && (next?.gap === 'space' || next?.gap === 'hyphen')) return 'modifier';
  for (let i = at - 1; i >= Math.max(0, at - PHRASE_REACH) && !isShared(own.tokens[i]); i -= 1) {
    if (grammar.roleMarkers.has(own.tokens[i]?.text ?? '')) return 'phrase';
  }
  return 'head';
}
