import type { GuardReason } from '../../core/reason';
import type { Lexicon } from '../lexicon';
import { phraseAt } from '../phrases';
import type { Token } from '../token';
import type { Tokens } from '../tokens';

/** How far the second half of a negation may stand behind the first ("ne … pas"). */
const REACH = 7;

/** As many negations in one text as in the other: words, and prefixed words whose plain form the other has. */
export function negation(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const a = negatingWords(asked) + prefixedWords(asked, stored);
  const b = negatingWords(stored) + prefixedWords(stored, asked);
  return a === b ? undefined : 'negation';
}

function negatingWords({ tokens, lexicon: { negation: words } }: Tokens): number {
  let count = 0;
  let opened = -Infinity;
  tokens.forEach(({ text }, i) => {
    if (words.closers.has(text) && i - opened <= REACH) return;
    if (!phraseAt(words.negators, tokens, i) || isIdle(tokens, i, words)) return;
    if (words.openers.has(text)) opened = i;
    count += 1;
  });
  return count;
}

/** "or not", "yes or no", "not only … but", "No. 5" and an answer's "No, …" deny nothing of what follows. */
function isIdle(tokens: readonly Token[], at: number, words: Lexicon['negation']): boolean {
  const word = tokens[at]?.text ?? '';
  const before = tokens[at - 1]?.text ?? '';
  const after = tokens[at + 1];
  if (words.not.has(word) && (words.or.has(before) || words.only.has(after?.text ?? ''))) return true;
  if (!words.answers.has(word)) return false;
  const answers = tokens[at]?.gap === 'sentence' && after?.gap === 'comma';
  return answers || words.or.has(before) || after?.kind === 'number';
}

function prefixedWords(of: Tokens, other: Tokens): number {
  return of.tokens.filter((t) => t.kind === 'word' && !other.texts.has(t.text) && plainFormIn(t.text, other)).length;
}

function plainFormIn(word: string, { texts, lexicon: { negation: words } }: Tokens): boolean {
  if (word.length < 6 || words.notPrefixed.has(word)) return false;
  return words.prefixes.some((prefix) => {
    if (!word.startsWith(prefix)) return false;
    const base = word.slice(prefix.length);
    return base.length >= 4 && texts.has(base);
  });
}
