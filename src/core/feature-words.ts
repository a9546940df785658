/** What a feature of the verifier's score says of two texts, for people; `undefined` for one that only a newer server knows. */
export function featureInWords(feature: string): string | undefined {
  return FEATURES.get(feature);
}

const FEATURES: ReadonlyMap<string, string> = new Map([
  ['similarity', 'similarity of meaning'],
  ['near', 'similarity above 0.90'],
  ['nearer', 'similarity above 0.95'],
  ['equal', 'the same words of matter, asked the same way'],
  ['share', 'share of words that both have'],
  ['slips', 'slips of the pen'],
  ['politeness', 'words of politeness in one of them'],
  ['added', 'words of matter that only one has'],
  ['modifiers', 'attributes that only one has'],
  ['phrases', 'a phrase that only one has'],
  ['hedges', 'hedges ("maybe", "roughly") in one of them'],
  ['verbs', 'plain verbs that only one has'],
  ['item', 'one asks for a further thing'],
  ['sentences', 'one has more sentences'],
  ['form', 'different kinds of question'],
  ['polar', 'one is a yes-or-no question'],
  ['tense', 'different tenses'],
  ['pronoun', '"my" in one, "your" in the other'],
  ['short', 'few words to go by'],
]);
