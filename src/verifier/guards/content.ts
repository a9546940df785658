import type { GuardReason } from '../../core/reason';
import { unpaired } from '../multiset';
import type { Tokens } from '../tokens';
import { isTypo } from '../typo';

/** Words in a row that two people do not choose alike: a document or a template that both texts contain. */
const COPIED_RUN = 10;

/**
 * Where nearness tells little, the words that carry matter have to be the same:
 * - a pasted document or a prompt template makes two texts near whatever is asked about it ("… Summarize the text.", "…
 *   Translate the text.");
 * - of a language that the other guards do not know, they cannot see an opposite or a negation.
 */
export function content(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const rest = unpaired(asked.content, stored.content);
  if (rest.a.length === 0 && rest.b.length === 0) return undefined;
  if (!asked.english || !stored.english) return 'content';
  return (lacks(rest.a, rest.b) || lacks(rest.b, rest.a)) && shareRun(asked, stored) ? 'content' : undefined;
}

function lacks(of: readonly string[], other: readonly string[]): boolean {
  return of.some((stem) => !other.some((candidate) => isTypo(stem, candidate)));
}

function shareRun(asked: Tokens, stored: Tokens): boolean {
  const runs = new Set(runsOf(asked));
  for (const run of runsOf(stored)) if (runs.has(run)) return true;
  return false;
}

function* runsOf({ tokens }: Tokens): Generator<string> {
  const texts = tokens.map((token) => token.text);
  for (let end = COPIED_RUN; end <= texts.length; end += 1) yield texts.slice(end - COPIED_RUN, end).join(' ');
}
