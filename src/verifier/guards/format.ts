import type { GuardReason } from '../../core/reason';
import { bySet, type Member } from '../members';
import { differs } from '../multiset';
import type { Tokens } from '../tokens';
import { DEMANDED_SETS, FORM_SETS } from '../words/shared/closed-sets';

/** The answers would look different: another programming language, file format, kind of text, length, tone or audience. */
export function format(asked: Tokens, stored: Tokens): GuardReason | undefined {
  return otherForm(asked, stored) || demandsMore(asked, stored) || demandsMore(stored, asked) ? 'format' : undefined;
}

function otherForm(asked: Tokens, stored: Tokens): boolean {
  const b = bySet(stored.members);
  for (const [set, ofAsked] of bySet(asked.members)) {
    const ofStored = b.get(set);
    if (FORM_SETS.has(set) && ofStored && differs(ofAsked, ofStored)) return true;
  }
  return false;
}

/** "as JSON", "in detail", "a short poem" in one text, and nothing of the kind in the other. */
function demandsMore(of: Tokens, other: Tokens): boolean {
  return of.members.some(
    (m) => DEMANDED_SETS.has(m.set) && isDemanded(m, of) && !other.members.some((theirs) => theirs.set === m.set),
  );
}

function isDemanded({ at, end, set }: Member, { tokens, members, lexicon }: Tokens): boolean {
  if (set === 'manner') return true;
  if (set === 'length') return members.some((m) => m.at === end && (m.set === 'text' || m.set === 'mail'));
  const before = tokens[at - 1]?.text ?? '';
  const earlier = tokens[at - 2]?.text ?? '';
  const { beforeForm } = lexicon.contexts;
  const demanded = beforeForm.has(before) || (lexicon.grammar.functionWords.has(before) && beforeForm.has(earlier));
  const after = tokens[end];
  return demanded && (after?.gap !== 'space' || lexicon.grammar.functionWords.has(after.text));
}
