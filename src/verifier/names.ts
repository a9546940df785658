import type { Token } from './token';
import type { Tokens } from './tokens';
import { isTypo } from './typo';

/** So many names that one text has and the other not are no other spellings. */
const MAX_RESPELT = 8;
/** Lengths of abbreviations by initials. */
const SHORTEST = 3;
const LONGEST = 5;

/** Places in `of` of the names that the other text has not, in whatever spelling. Units are no names ("INR"). */
export function namesMissingIn(of: Tokens, other: Tokens): readonly number[] {
  return missingIn(of, other, (token) => token.name && !of.lexicon.units.has(token.text));
}

/** The same of nouns, in a language that marks them. */
export function nounsMissingIn(of: Tokens, other: Tokens): readonly number[] {
  return of.lexicon.grammar.capitalNouns ? missingIn(of, other, (token) => token.noun) : [];
}

function missingIn(of: Tokens, other: Tokens, counts: (token: Token) => boolean): readonly number[] {
  const found = of.tokens.flatMap((t, at) => (counts(t) && !other.stems.has(t.stem) ? at : []));
  if (found.length === 0) return found;
  const shared = placesOfSharedMembers(of, other);
  const missing = found.filter((at) => !shared.has(at));
  return missing.length > MAX_RESPELT ? missing : missing.filter((at) => !isRespelt(at, of, other));
}

/** "French" is no other name than "France". */
function placesOfSharedMembers(of: Tokens, other: Tokens): ReadonlySet<number> {
  const theirs = new Set(other.members.map((m) => `${m.set} ${m.member}`));
  const places = new Set<number>();
  for (const { set, member, at, end } of of.members)
    if (theirs.has(`${set} ${member}`)) for (let i = at; i < end; i += 1) places.add(i);
  return places;
}

/** With a slip, run together or apart, or as initials. */
function isRespelt(at: number, of: Tokens, other: Tokens): boolean {
  const name = of.tokens[at]?.text ?? '';
  if (name.length > 1 && name.length <= LONGEST && other.initials.includes(name)) return true;
  if (isRunTogether(at, of, other) || isAbbreviated(at, of, other)) return true;
  return other.tokens.some((t, i) => isTypo(name, t.text) || name === t.text + (other.tokens[i + 1]?.text ?? ''));
}

/** "You Tube" for "YouTube". */
function isRunTogether(at: number, { tokens }: Tokens, other: Tokens): boolean {
  const [before = '', own = '', after = ''] = [tokens[at - 1]?.text, tokens[at]?.text, tokens[at + 1]?.text];
  return (before !== '' && other.texts.has(before + own)) || (after !== '' && other.texts.has(own + after));
}

/** "Search Engine" for "SEO": one of the words that the initials stand for. */
function isAbbreviated(at: number, { initials }: Tokens, other: Tokens): boolean {
  return other.tokens.some(({ name, text }) => {
    if (!name || text.length < SHORTEST || text.length > LONGEST) return false;
    return initials.slice(Math.max(0, at - text.length + 1), at + text.length).includes(text);
  });
}
