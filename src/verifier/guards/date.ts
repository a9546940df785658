import type { GuardReason } from '../../core/reason';
import { missing } from '../multiset';
import type { Token } from '../token';
import type { Tokens } from '../tokens';
import { DATES_AFTER, DATES_IN_COMPANY, FIRM_DATES, PERIOD_POINTERS, PERIODS, VAGUE_DATES } from '../words/dates';

/** Days, months, years, seasons and "next week" must agree; vague times ("today") only where each text has one. */
export function date(asked: Tokens, stored: Tokens): GuardReason | undefined {
  return otherYear(asked, stored) || otherFirmDate(asked, stored) || otherVagueDate(asked, stored) ? 'date' : undefined;
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

function firmDates({ tokens }: Tokens): ReadonlySet<string> {
  const found = new Set<string>();
  tokens.forEach((token, i) => {
    const { text } = token;
    const before = tokens[i - 1];
    const named = FIRM_DATES.get(text);
    if (named !== undefined) found.add(named);
    if (before && PERIODS.has(text) && PERIOD_POINTERS.has(before.text)) found.add(`${before.text} ${text}`);
    const doubtful = DATES_IN_COMPANY.get(text);
    if (doubtful !== undefined && inCompany(before, tokens[i + 1])) found.add(doubtful);
  });
  return found;
}

function inCompany(before: Token | undefined, after: Token | undefined): boolean {
  return isCount(before) || isCount(after) || (before !== undefined && DATES_AFTER.has(before.text));
}

/** Not the "one" of "what one may find". */
function isCount(token: Token | undefined): boolean {
  return token?.kind === 'number' && !token.optional;
}

function otherVagueDate(asked: Tokens, stored: Tokens): boolean {
  const a = vagueDates(asked);
  const b = vagueDates(stored);
  return missing(a, b).length > 0 && missing(b, a).length > 0;
}

function vagueDates({ texts }: Tokens): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [word, time] of VAGUE_DATES) if (texts.has(word)) found.add(time);
  return found;
}
