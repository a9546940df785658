import type { GuardReason } from '../../core/reason';
import { accentsFolded, isPlainAscii } from '../accents';
import { arePaired, unpaired } from '../multiset';
import { carriesMatter, type Tokens } from '../tokens';
import { isSlip } from '../typo';

/** Words in a row that two people do not choose alike: a document or a template that both texts contain. */
const COPIED_RUN = 10;
/** The same in a text of several lines or examples. */
const COPIED_RUN_IN_TEMPLATE = 4;
/** More words than these are no slips of the pen. */
const MAX_SLIPS = 6;

/**
 * Where nearness tells little, the words that carry matter have to be the same:
 * - a pasted document or a prompt template makes two texts near whatever is asked about it ("… Summarize the text.", "…
 *   Translate the text.");
 * - of a language that the other guards do not know, they cannot see an opposite or a negation.
 */
export function content(asked: Tokens, stored: Tokens): GuardReason | undefined {
  if (asked.language === undefined) return sameWords(asked.content, stored.content) ? undefined : 'content';
  return otherWords(asked, stored) && sharePassage(asked, stored) ? 'content' : undefined;
}

/** Accents may be left out throughout. */
function sameWords(a: readonly string[], b: readonly string[]): boolean {
  const folds = isPlainAscii(a) !== isPlainAscii(b);
  return folds ? arePaired(a.map(accentsFolded), b.map(accentsFolded)) : arePaired(a, b);
}

function otherWords(asked: Tokens, stored: Tokens): boolean {
  const matter = unpaired(asked.content, stored.content);
  if (lacks(matter.a, matter.b, asked) || lacks(matter.b, matter.a, asked)) return true;
  return !arePaired(rolesOf(asked), rolesOf(stored)) || !arePaired(asked.operators, stored.operators);
}

function lacks(of: readonly string[], other: readonly string[], { lexicon }: Tokens): boolean {
  if (of.length > MAX_SLIPS) return true;
  return of.some((stem) => !other.some((candidate) => isSlip(stem, candidate, lexicon)));
}

/** The words of grammar that make a difference inside a passage: "and" or "or", "before" or "after". */
function rolesOf({ tokens, lexicon }: Tokens): readonly string[] {
  const { roleMarkers, symmetricConnectors } = lexicon.grammar;
  const isRole = (text: string): boolean => roleMarkers.has(text) || symmetricConnectors.has(text);
  return tokens.filter((t) => !carriesMatter(t, lexicon) && isRole(t.text)).map((t) => t.text);
}

function sharePassage(asked: Tokens, stored: Tokens): boolean {
  const length = isTemplate(asked) && isTemplate(stored) ? COPIED_RUN_IN_TEMPLATE : COPIED_RUN;
  const runs = new Set(runsOf(asked, length));
  for (const run of runsOf(stored, length)) if (runs.has(run)) return true;
  return false;
}

/** Several lines, or arrows from examples to their answers. */
function isTemplate({ source }: Tokens): boolean {
  const breaks = source.trim().match(/\n|->|=>|→/g);
  return breaks !== null && breaks.length > 1;
}

function* runsOf({ tokens }: Tokens, length: number): Generator<string> {
  const texts = tokens.map((token) => token.text);
  for (let end = length; end <= texts.length; end += 1) yield texts.slice(end - length, end).join(' ');
}
