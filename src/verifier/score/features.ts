import { hasOtherItem } from '../items';
import type { Tokens } from '../tokens';
import { partsOf, type Part } from './parts';
import { questionForm } from '../question-form';

/** What a weight may be: what common sense says of a feature is not for data to overrule. */
type Sign = 1 | -1;

/** What is measured of a pair, and whether it speaks for (1) or against (-1) both asking the same. */
export const FEATURES = {
  /** Cosine similarity; and by how much it is over 0.9 and over 0.95, as nearness counts more the nearer. */
  similarity: 1,
  near: 1,
  nearer: 1,
  /** The same words of matter (hedges aside) in the same form of question. */
  equal: 1,
  /** Share of words of matter that have their like. */
  share: 1,
  /** Slips of the pen and words of politeness on one side: they explain a lower similarity. */
  slips: 1,
  politeness: 1,
  /** By how many words of matter one text says more; of these, in an attribute, and in a phrase with its own preposition. */
  added: -1,
  modifiers: -1,
  phrases: -1,
  hedges: -1,
  /** Verbs that carry little matter ("have", "need"): those that only one text has. */
  verbs: -1,
  /** One text joins a further thing to one that both have. */
  item: -1,
  /** By how many sentences one text is longer. */
  sentences: -1,
  /** Another kind of question; yes-or-no against any other. */
  form: -1,
  polar: -1,
  tense: -1,
  /** "my" against "your". */
  pronoun: -1,
  /** Few words have their like: little to go by. */
  short: -1,
} as const satisfies Readonly<Record<string, Sign>>;
export type FeatureName = keyof typeof FEATURES;
export type Features = Readonly<Record<FeatureName, number>>;

const MOST_POLITE = 4;
const MOST_VERBS = 3;
const MOST_SENTENCES = 3;

/** Symmetric. Takes time linear in the length of the texts, but for slips (words without their like, each with each). */
export function featuresOf(a: Tokens, b: Tokens, similarity: number): Features {
  const { matched, slips, ...parts } = partsOf(a, b);
  const firm = (of: readonly Part[]): number => of.filter((part) => part !== 'hedge').length;
  const surplus = (part: Part): number => Math.abs(countOf(parts.a, part) - countOf(parts.b, part));
  const firmA = firm(parts.a);
  const firmB = firm(parts.b);
  const hedgesSwapped = Math.min(countOf(parts.a, 'hedge'), countOf(parts.b, 'hedge'));
  const formA = questionForm(a);
  const formB = questionForm(b);
  const sameForm = formA.kind === formB.kind;
  const abouts = [formA.about, formB.about];
  return {
    similarity,
    near: Math.max(0, similarity - 0.9),
    nearer: Math.max(0, similarity - 0.95),
    equal: Number(firmA + firmB + hedgesSwapped === 0 && sameForm),
    share: (2 * matched) / Math.max(1, 2 * matched + firmA + firmB),
    slips,
    politeness: Math.min(MOST_POLITE, Math.abs(politenessOf(a) - politenessOf(b))),
    added: Math.abs(firmA - firmB),
    modifiers: surplus('modifier'),
    phrases: surplus('phrase'),
    hedges: surplus('hedge'),
    verbs: Math.min(MOST_VERBS, ownVerbs(a, b) + ownVerbs(b, a)),
    item: Number(hasOtherItem(a, b)),
    sentences: Math.min(MOST_SENTENCES, Math.abs(sentencesOf(a) - sentencesOf(b))),
    form: Number(!sameForm),
    polar: Number((formA.kind === 'polar') !== (formB.kind === 'polar')),
    tense: Number(formA.past !== formB.past),
    pronoun: Number(abouts.includes('speaker') && abouts.includes('addressee')),
    short: 1 / Math.max(1, matched),
  };
}

function countOf(parts: readonly Part[], part: Part): number {
  return parts.filter((p) => p === part).length;
}

function politenessOf({ tokens, lexicon: { softeners } }: Tokens): number {
  return tokens.filter(({ text }) => softeners.politeness.has(text)).length;
}

function sentencesOf({ tokens }: Tokens): number {
  return tokens.filter(({ gap }) => gap === 'sentence').length;
}

function ownVerbs({ tokens, lexicon }: Tokens, { texts }: Tokens): number {
  const { grammar, softeners } = lexicon;
  const isVerb = (text: string): boolean => grammar.lightVerbs.has(text) && !softeners.politeness.has(text);
  return tokens.filter(({ text }) => isVerb(text) && !softeners.hedges.has(text) && !texts.has(text)).length;
}
