import type { GuardReason } from '../../core/reason';
import type { Token } from '../token';
import type { Tokens } from '../tokens';
import { ASKING, AUXILIARIES, HOW_MEASURES, PLAIN_QUESTIONS } from '../words/question-words';

/** Both texts ask for something definite (a person, a time, a reason, an amount …), and for nothing in common. */
export function questionWord(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const a = askedFor(asked);
  const b = askedFor(stored);
  if (a.size === 0 || b.size === 0) return undefined;
  return [...a].some((kind) => b.has(kind)) ? undefined : 'question-word';
}

/** "what" and "which" ask for anything: they are no class. */
function askedFor({ tokens }: Tokens): ReadonlySet<string> {
  const found = new Set<string>();
  tokens.forEach(({ text }, i) => {
    const measure = text === 'how' ? measureOf(tokens[i + 1]?.text, tokens[i + 2]?.text) : undefined;
    const kind = text === 'how' ? 'way' : PLAIN_QUESTIONS.get(text);
    if (measure !== undefined) found.add(measure);
    else if (kind !== undefined && asks(tokens, i)) found.add(kind);
  });
  return found;
}

function measureOf(adjective = '', noun = ''): string | undefined {
  return adjective === 'much' && noun === 'time' ? 'duration' : HOW_MEASURES.get(adjective);
}

/** Not so where it joins clauses: "people who …", "the place where …", "… when I start". */
function asks(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const before = tokens[at - 1];
  const opens = before === undefined || token?.gap === 'sentence' || token?.gap === 'comma';
  if (!opens) return ASKING.has(before.text);
  const next = tokens[at + 1]?.text ?? '';
  return token?.text !== 'when' || AUXILIARIES.has(next);
}
