import type { GuardReason } from '../../core/reason';
import { phraseAt } from '../phrases';
import type { Tokens } from '../tokens';

/** Both texts ask for something definite (a person, a time, a reason, an amount …), and for nothing in common. */
export function questionWord(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const a = askedFor(asked);
  const b = askedFor(stored);
  if (a.size === 0 || b.size === 0) return undefined;
  return [...a].some((kind) => b.has(kind)) ? undefined : 'question-word';
}

/** "what" and "which" ask for anything: they are no class. */
function askedFor(text: Tokens): ReadonlySet<string> {
  const { anywhere, opening } = text.lexicon.questions;
  const found = new Set<string>();
  text.tokens.forEach((_, at) => {
    const asked =
      phraseAt(anywhere, text.tokens, at) ?? (asks(text, at) ? phraseAt(opening, text.tokens, at) : undefined);
    if (asked) found.add(asked.value);
  });
  return found;
}

/** Not so where it joins clauses: "people who …", "the place where …", "… when I start". */
function asks({ tokens, lexicon: { questions } }: Tokens, at: number): boolean {
  const token = tokens[at];
  const before = tokens[at - 1];
  const opens = before === undefined || token?.gap === 'sentence' || token?.gap === 'comma';
  if (!opens) return questions.asking.has(before.text);
  return !questions.conjunctions.has(token?.text ?? '') || questions.auxiliaries.has(tokens[at + 1]?.text ?? '');
}
