import type { GuardReason } from '../../core/reason';
import type { Token } from '../token';
import type { Tokens } from '../tokens';
import { NEGATING_PREFIXES, NEGATORS, NOT_NEGATED } from '../words/negators';

/** As many negations in one text as in the other: words, and prefixed words whose plain form the other has. */
export function negation(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const a = negatingWords(asked) + prefixedWords(asked, stored);
  const b = negatingWords(stored) + prefixedWords(stored, asked);
  return a === b ? undefined : 'negation';
}

function negatingWords({ tokens }: Tokens): number {
  return tokens.filter((token, i) => NEGATORS.has(token.text) && !isIdle(tokens, i)).length;
}

/** "or not", "yes or no", "not only … but", "No. 5" and an answer's "No, …" deny nothing of what follows. */
function isIdle(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.text;
  const before = tokens[at - 1]?.text;
  const after = tokens[at + 1];
  if (word === 'not') return before === 'or' || after?.text === 'only';
  if (word !== 'no') return false;
  const answers = tokens[at]?.gap === 'sentence' && after?.gap === 'comma';
  return answers || before === 'or' || after?.kind === 'number';
}

function prefixedWords(of: Tokens, other: Tokens): number {
  return of.tokens.filter((t) => t.kind === 'word' && !other.texts.has(t.text) && plainFormIn(t.text, other)).length;
}

function plainFormIn(word: string, other: Tokens): boolean {
  if (word.length < 6 || NOT_NEGATED.has(word)) return false;
  return NEGATING_PREFIXES.some((prefix) => {
    if (!word.startsWith(prefix)) return false;
    const base = word.slice(prefix.length);
    return base.length >= 4 && other.texts.has(base);
  });
}
