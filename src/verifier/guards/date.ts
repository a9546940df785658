import type { GuardReason } from '../../core/reason';
import type { Lexicon } from '../lexicon';
import { arePaired, missing } from '../multiset';
import { phraseAt, valuesNamed } from '../phrases';
import type { Token } from '../token';
import type { Tokens } from '../tokens';

/**
 * Days, months, years, seasons and "next week" must agree; vague times ("today") only where each text has one.
 * So must the tense of what is otherwise the same.
 */
export function date(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const differ =
    otherYear(asked, stored) ||
    otherFirmDate(asked, stored) ||
    otherVagueDate(asked, stored) ||
    otherTense(asked, stored);
  return differ ? 'date' : undefined;
}

function otherYear(asked: Tokens, stored: Tokens): boolean {
  return missing(yearsOf(asked), stored.texts).length > 0 && missing(yearsOf(stored), asked.texts).length > 0;
}

/** 1500 to 2199 and decades. A year that only one text has is the number guard's matter. */
function yearsOf({ tokens }: Tokens): readonly string[] {
  return tokens.filter((t) => t.kind === 'number' && /^(?:1[5-9]|2[01])\d\ds?$/.test(t.text)).map((t) => t.text);
}

function otherFirmDate(asked: Tokens, stored: Tokens): boolean {
  const a = firmDates(asked);
  const b = firmDates(stored);
  return missing(a, b).length > 0 || missing(b, a).length > 0;
}

function firmDates({ tokens, lexicon: { dates } }: Tokens): ReadonlySet<string> {
  const found = new Set<string>();
  tokens.forEach(({ text }, at) => {
    const named = phraseAt(dates.firm, tokens, at);
    if (named) found.add(named.value);
    const pointer = dates.periods.has(text) && pointerBeside(tokens, at, dates);
    if (pointer) found.add(`${pointer} ${text}`);
    const doubtful = phraseAt(dates.inCompany, tokens, at);
    if (doubtful && inCompany(tokens[at - 1], tokens[at + 1], dates)) found.add(doubtful.value);
  });
  return found;
}

function pointerBeside(tokens: readonly Token[], at: number, { pointers }: Lexicon['dates']): string | undefined {
  return pointers.get(tokens[at - 1]?.text ?? '') ?? pointers.get(tokens[at + 1]?.text ?? '');
}

function inCompany(before: Token | undefined, after: Token | undefined, { company }: Lexicon['dates']): boolean {
  return isCount(before) || isCount(after) || (before !== undefined && company.has(before.text));
}

/** Not the "one" of "what one may find". */
function isCount(token: Token | undefined): boolean {
  return token?.kind === 'number' && !token.optional;
}

function otherVagueDate(asked: Tokens, stored: Tokens): boolean {
  const a = valuesNamed(asked.lexicon.dates.vague, asked.tokens);
  const b = valuesNamed(stored.lexicon.dates.vague, stored.tokens);
  return missing(a, b).length > 0 && missing(b, a).length > 0;
}

/** "Who is …" and "Who was …", where all words of matter are the same. */
function otherTense(asked: Tokens, stored: Tokens): boolean {
  const a = tenseOf(asked);
  const b = tenseOf(stored);
  return a !== undefined && b !== undefined && a !== b && arePaired(asked.content, stored.content);
}

function tenseOf({ tokens, lexicon: { dates } }: Tokens): 'past' | 'present' | undefined {
  const isPast = tokens.some((t) => dates.past.has(t.text));
  const isPresent = tokens.some((t) => dates.present.has(t.text));
  if (isPast === isPresent) return undefined;
  return isPast ? 'past' : 'present';
}
