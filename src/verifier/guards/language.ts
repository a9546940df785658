import type { GuardReason } from '../../core/reason';
import type { Member } from '../members';
import { missing } from '../multiset';
import type { Tokens } from '../tokens';
import { LANGUAGE_SET } from '../words/shared/closed-sets';

/** The texts ask for, or about, different languages. */
export function language(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const a = languagesOf(asked);
  const b = languagesOf(stored);
  return lacks(a, b, stored) || lacks(b, a, asked) ? 'language' : undefined;
}

/** "in English" asks for nothing, in English; a language may be named without a sign that it is one ("French for …"). */
function lacks(own: ReadonlySet<string>, others: ReadonlySet<string>, other: Tokens): boolean {
  const { itself } = other.lexicon.contexts;
  return missing(own, others).some((name) => !itself.has(name) && !isNamed(name, other));
}

function isNamed(name: string, { members }: Tokens): boolean {
  return members.some((m) => m.set === LANGUAGE_SET && m.member === name);
}

/** Names of languages where a language is meant: "in French", "the French language", not "French cheese". */
function languagesOf(text: Tokens): ReadonlySet<string> {
  const found = text.members.filter((m) => m.set === LANGUAGE_SET && isMeant(m, text));
  return new Set(found.map((m) => m.member));
}

function isMeant({ at, end }: Member, { tokens, lexicon }: Tokens): boolean {
  const { beforeLanguage, afterLanguage } = lexicon.contexts;
  const before = tokens[at - 1]?.text;
  const after = tokens[end];
  if (after !== undefined && afterLanguage.has(after.text)) return true;
  if (before === undefined || !beforeLanguage.has(before)) return false;
  return after?.gap !== 'space' || lexicon.grammar.functionWords.has(after.text);
}
