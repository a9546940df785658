import type { GuardReason } from '../../core/reason';
import { hasSwappedEnds } from '../ends';
import { isHarmlessOrder, isMovedBlock, roleSequence } from '../order';
import { phraseAt } from '../phrases';
import { carriesMatter, type Tokens } from '../tokens';

/** Share of common content words from which two texts count as the same words in another order. */
const SAME_WORDS = 0.9;

/** The two ends of "from … to", "… into …", "… than …" change places, or the same words come in another order. */
export function roleSwap(asked: Tokens, stored: Tokens): GuardReason | undefined {
  return hasSwappedEnds(asked, stored) || hasOtherOrder(asked, stored) || hasSwappedVerbs(asked, stored)
    ? 'role-swap'
    : undefined;
}

function hasOtherOrder(asked: Tokens, stored: Tokens): boolean {
  const a = commonInOrder(matterInOrder(asked), stored.content);
  const b = commonInOrder(matterInOrder(stored), asked.content);
  const total = asked.content.length + stored.content.length;
  if (a.length < 2 || a.length + b.length < SAME_WORDS * total || a.every((word, i) => word === b[i])) return false;
  const stepsA = roleSequence(asked);
  const stepsB = roleSequence(stored);
  if (isHarmlessOrder(stepsA, stepsB, asked.lexicon) || onlyVerbMoved(asked, a, b)) return false;
  if (onlyNotMoved(asked, stored, { a, b })) return false;
  return !(isMovedBlock(stepsA, stepsB) && isSaidOtherwise(asked, stored));
}

/**
 * Not the same words to the last, but the same voice: who says a thing otherwise moves a part of it, who swaps roles leaves all
 * other words.
 */
function isSaidOtherwise(asked: Tokens, stored: Tokens): boolean {
  const [a, b] = [asked, stored].map(({ tokens, lexicon }) => {
    const { articles, voices } = lexicon.grammar;
    const small = tokens.filter((t) => !carriesMatter(t, lexicon) && !articles.has(t.text)).map((t) => t.text);
    return {
      small: small.sort().join(' '),
      voices: small
        .flatMap((word) => voices.get(word) ?? [])
        .sort()
        .join(' '),
    };
  });
  return a?.small !== b?.small && a?.voices === b?.voices;
}

/** As they stand, but "4 July" as "July 4". */
function matterInOrder({ tokens, lexicon }: Tokens): readonly string[] {
  const order: string[] = [];
  tokens.forEach((token, at) => {
    if (!carriesMatter(token, lexicon)) return;
    const isMonth = tokens[at - 1]?.kind === 'number' && phraseAt(lexicon.dates.firm, tokens, at) !== undefined;
    order.splice(isMonth ? Math.max(0, order.length - 1) : order.length, 0, token.stem);
  });
  return order;
}

/** "Wie lösche ich das Konto", "Wie kann ich das Konto löschen": one word moved, and it is no noun. */
function onlyVerbMoved({ tokens, lexicon }: Tokens, a: readonly string[], b: readonly string[]): boolean {
  if (!lexicon.grammar.verbMoves) return false;
  const first = a.findIndex((word, i) => word !== b[i]);
  return [a[first], b[first]].some((moved) => {
    if (tokens.some((t) => t.stem === moved && t.noun)) return false;
    return sameWithout(moved, a, b);
  });
}

/** "Why does the sky not look blue", "why doesn't the sky …": a question's "not" stands behind its verb or behind its subject. */
function onlyNotMoved(asked: Tokens, stored: Tokens, order: Readonly<Record<'a' | 'b', readonly string[]>>): boolean {
  const { negation, questions, grammar } = asked.lexicon;
  const opens = ({ tokens }: Tokens, at: number): boolean =>
    at <= 0 || tokens[at]?.gap === 'sentence' || grammar.questionWords.has(tokens[at - 1]?.text ?? '');
  const isBehindVerb = (text: Tokens): boolean =>
    text.tokens.some((token, at) => {
      const verb = text.tokens[at - 1]?.text ?? '';
      return negation.not.has(token.text) && questions.auxiliaries.has(verb) && opens(text, at - 1);
    });
  if (!isBehindVerb(asked) && !isBehindVerb(stored)) return false;
  return [...negation.not].some((not) => order.a.includes(not) && sameWithout(not, order.a, order.b));
}

function sameWithout(moved: string | undefined, a: readonly string[], b: readonly string[]): boolean {
  const restB = b.filter((word) => word !== moved);
  return a.filter((word) => word !== moved).every((word, i) => word === restB[i]);
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

/** All the same words, but those that carry little matter ("have", "know") in another order: "the cases we have … we know". */
function hasSwappedVerbs(asked: Tokens, stored: Tokens): boolean {
  const { lightVerbs } = asked.lexicon.grammar;
  const a = asked.tokens.map((t) => t.text);
  const b = stored.tokens.map((t) => t.text);
  const commonA = commonInOrder(a, b);
  const commonB = commonInOrder(b, a);
  if (commonA.length + commonB.length < SAME_WORDS * (a.length + b.length)) return false;
  const lightB = commonB.filter((word) => lightVerbs.has(word));
  return commonA.filter((word) => lightVerbs.has(word)).some((word, i) => word !== lightB[i]);
}
