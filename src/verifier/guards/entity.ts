import type { GuardReason } from '../../core/reason';
import { stem } from '../stem';
import type { Tokens } from '../tokens';
import { memberTable } from '../words/closed-sets';
import { isTypo } from '../typo';

const MEMBERS = memberTable(stem);

/** Each text names somebody or something that the other does not: by capital letter, or as another member of a set. */
export function entity(asked: Tokens, stored: Tokens): GuardReason | undefined {
  return otherMember(asked, stored) || otherName(asked, stored) ? 'entity' : undefined;
}

function otherMember(asked: Tokens, stored: Tokens): boolean {
  const a = members(asked);
  const b = members(stored);
  for (const [set, ofAsked] of a) {
    const ofStored = b.get(set);
    if (ofStored && differs(ofAsked, ofStored) && differs(ofStored, ofAsked)) return true;
  }
  return false;
}

function differs(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((member) => !b.has(member));
}

function members({ stems }: Tokens): ReadonlyMap<number, ReadonlySet<string>> {
  const found = new Map<number, Set<string>>();
  for (const key of stems)
    for (const { set, member } of MEMBERS.get(key) ?? []) found.set(set, (found.get(set) ?? new Set()).add(member));
  return found;
}

function otherName(asked: Tokens, stored: Tokens): boolean {
  return lacksName(asked, stored) && lacksName(stored, asked);
}

function lacksName(of: Tokens, other: Tokens): boolean {
  return of.tokens.some(
    (t) => t.name && !other.stems.has(t.stem) && !isSameMember(t.stem, other) && !isKnownOtherwise(t.text, other),
  );
}

/** "French" is no other name than "France". */
function isSameMember(name: string, other: Tokens): boolean {
  const own = MEMBERS.get(name);
  if (!own) return false;
  const theirs = members(other);
  return own.some(({ set, member }) => theirs.get(set)?.has(member));
}

/** Written with a slip, run together ("YouTube", "You Tube"), or as the initials of the other text's words. */
function isKnownOtherwise(name: string, other: Tokens): boolean {
  if (name.length <= 5 && initials(other).includes(name)) return true;
  return other.tokens.some((t, i) => isTypo(name, t.text) || name === t.text + (other.tokens[i + 1]?.text ?? ''));
}

function initials({ tokens }: Tokens): string {
  return tokens.map((t) => t.text.charAt(0)).join('');
}
