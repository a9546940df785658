import { carriesMatter, type Tokens } from './tokens';

/** "tea and milk" against "tea": of two things that are joined in one text the other has only one. */
export function hasOtherItem(a: Tokens, b: Tokens): boolean {
  return hasOwnItem(a, b) || hasOwnItem(b, a);
}

function hasOwnItem({ tokens, lexicon }: Tokens, other: Tokens): boolean {
  const { symmetricConnectors, articles } = lexicon.grammar;
  return tokens.some(({ text, gap }, at) => {
    const joins = symmetricConnectors.has(text);
    if (at === 0 || (!joins && gap !== 'comma')) return false;
    const first = joins ? at + 1 : at;
    const next = articles.has(tokens[first]?.text ?? '') ? first + 1 : first;
    const before = isOwn(at - 1);
    const after = isOwn(next);
    return before !== undefined && after !== undefined && before !== after;
  });

  /** Undefined of a word that is no thing. */
  function isOwn(at: number): boolean | undefined {
    const token = tokens[at];
    if (token === undefined || !carriesMatter(token, lexicon)) return undefined;
    const { hedges } = lexicon.softeners;
    if (hedges.has(token.text) || lexicon.grammar.symmetricPredicates.has(token.text)) return undefined;
    return !other.stems.has(token.stem);
  }
}
