import type { GuardReason } from '../../core/reason';
import { differenceOf } from '../difference';
import type { Lexicon } from '../lexicon';
import { hasOtherItem } from '../items';
import { missing } from '../multiset';
import { namesMissingIn } from '../names';
import { questionForm } from '../question-form';
import { phraseAt, valuesNamed } from '../phrases';
import type { Token } from '../token';
import { carriesMatter, type Tokens } from '../tokens';
import { LANGUAGE_SET, PLACE_SETS } from '../words/shared/closed-sets';

/** The kind of question that asks how a thing is done. */
const WAY = 'way';

/** One text asks of more, or of fewer: "all" and "some", "only", "in children", a place or product that only one names. */
export function scope(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const differ =
    otherQuantifier(asked, stored) ||
    otherNarrowing(asked, stored) ||
    otherGroup(asked, stored) ||
    otherParts(asked, stored) ||
    comparesMore(asked, stored) ||
    asksOfOther(asked, stored) ||
    namesMore(asked, stored) ||
    namesMore(stored, asked);
  return differ ? 'scope' : undefined;
}

function otherQuantifier(asked: Tokens, stored: Tokens): boolean {
  const { quantifiers, quantifierNames } = asked.lexicon.scope;
  const a = valuesNamed(quantifierNames, asked.tokens);
  const b = valuesNamed(quantifierNames, stored.tokens);
  const apart = (x: string, y: string): boolean => a.has(x) && !b.has(x) && b.has(y) && !a.has(y);
  return (a.size > 0 || b.size > 0) && quantifiers.some(([x, y]) => apart(x, y) || apart(y, x));
}

/** "only", "at least": what one text has, the other must have. */
function otherNarrowing(asked: Tokens, stored: Tokens): boolean {
  const { narrowing } = asked.lexicon.scope;
  const a = valuesNamed(narrowing, asked.tokens);
  const b = valuesNamed(narrowing, stored.tokens);
  return missing(a, b).length > 0 || missing(b, a).length > 0;
}

/** "in children", "for women" of a question that is general in the other text. */
function otherGroup(asked: Tokens, stored: Tokens): boolean {
  return lacksGroup(asked, stored) || lacksGroup(stored, asked);
}

function lacksGroup(of: Tokens, other: Tokens): boolean {
  const { groups, among } = of.lexicon.scope;
  const theirs = valuesNamed(groups, other.tokens);
  return of.tokens.some((_, at) => {
    const group = phraseAt(groups, of.tokens, at);
    return group !== undefined && !theirs.has(group.value) && among.has(of.tokens[at - 1]?.text ?? '');
  });
}

/** "causes and symptoms of gout" and "causes of gout": one part of a list, or of the question, is left out. */
function otherParts(asked: Tokens, stored: Tokens): boolean {
  const { a, b } = differenceOf(asked, stored);
  const part = a.length === 0 ? b : a;
  if (a.length > 0 && b.length > 0) return false;
  const { symmetricConnectors } = asked.lexicon.grammar;
  const joined = [part[0], part.at(-1)].some((t) => t !== undefined && symmetricConnectors.has(t.text));
  return joined && part.some((t) => isMatter(t, asked.lexicon));
}

/** "the difference between a hotel and a motel", "tea or coffee": another thing is compared, or to be chosen from. */
function comparesMore(asked: Tokens, stored: Tokens): boolean {
  const compares = ({ tokens, lexicon: { grammar } }: Tokens): boolean =>
    tokens.some(({ text }) => grammar.symmetricPredicates.has(text) || grammar.alternatives.has(text));
  return compares(asked) && compares(stored) && hasOtherItem(asked, stored);
}

/** "the meaning of my name", "of your name"; but whoever asks how to do a thing says "your" of anybody. */
function asksOfOther(asked: Tokens, stored: Tokens): boolean {
  const { mine, yours } = asked.lexicon.softeners;
  const isOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
    const theirs = ownedBy(stored, b);
    return [...ownedBy(asked, a)].some((thing) => theirs.has(thing) && !ownedBy(stored, a).has(thing));
  };
  if (!isOf(mine, yours) && !isOf(yours, mine)) return false;
  return questionForm(asked).kind !== WAY && questionForm(stored).kind !== WAY;
}

function ownedBy({ tokens }: Tokens, owner: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(tokens.filter((_, at) => owner.has(tokens[at - 1]?.text ?? '')).map(({ stem }) => stem));
}

/** Not the "not" of "or not". */
function isMatter(token: Token, lexicon: Lexicon): boolean {
  const { symmetricConnectors } = lexicon.grammar;
  return carriesMatter(token, lexicon) && !symmetricConnectors.has(token.text) && !lexicon.negation.not.has(token.text);
}

function namesMore(of: Tokens, other: Tokens): boolean {
  const names = namesMissingIn(of, other);
  return otherPlace(of, other) || names.some((at) => !isPartOfKnown(of, at, other) && !isOwnLanguage(of, at));
}

/** "Answer in English", said in English. */
function isOwnLanguage({ members, lexicon }: Tokens, at: number): boolean {
  return members.some((m) => m.at === at && m.set === LANGUAGE_SET && lexicon.contexts.itself.has(m.member));
}

/** A place that only one text names, and none of its kind in the other. */
function otherPlace(of: Tokens, other: Tokens): boolean {
  return of.members.some(
    ({ set, member, at }) =>
      PLACE_SETS.has(set) &&
      !isWiderPlace(of, at) &&
      !of.members.some((m) => m.set === LANGUAGE_SET && m.at === at) &&
      !other.members.some((m) => m.set === set || m.member === member),
  );
}

/** "Mumbai, India" is "Mumbai". */
function isWiderPlace({ tokens, members }: Tokens, at: number): boolean {
  return tokens[at]?.gap === 'comma' && members.some((m) => m.end === at && PLACE_SETS.has(m.set));
}

/** "Donald Trump" is "Trump"; but "Uber Singapore" is not "Uber". */
function isPartOfKnown(of: Tokens, at: number, other: Tokens): boolean {
  return [at - 1, at + 1].some((i) => {
    const neighbour = of.tokens[i];
    return neighbour?.name === true && other.stems.has(neighbour.stem);
  });
}
