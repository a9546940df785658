import type { VerifyMode } from '../core/policy';
import type { Explanation, Pair, Verification, Verifier } from '../core/verifier';
import { allVetoes, firstVeto } from './guards';
import { tokenise, type Tokens } from './tokens';

/** Guards, then the learned score. */
export const verifier: Verifier = {
  identity: 'guards-1',
  threshold: (_mode, minSimilarity) => minSimilarity,
  verify: verifyPair,
  explain: explainPair,
};

function verifyPair(pair: Pair, mode: VerifyMode): Verification {
  const veto = mode === 'off' ? undefined : firstVeto(tokensOfAsked(pair.asked), tokenise(pair.stored));
  return { score: pair.similarity, veto, weakness: 'low-score' };
}

function explainPair(pair: Pair, mode: VerifyMode): Explanation {
  const vetoes = mode === 'off' ? [] : allVetoes(tokenise(pair.asked), tokenise(pair.stored));
  return { ...verifyPair(pair, mode), vetoes, shares: [] };
}

/** One question is held against several candidates in a row: it is taken apart once. */
const tokensOfAsked = rememberLast(tokenise);

function rememberLast(tokenisedBy: (text: string) => Tokens): (text: string) => Tokens {
  let last: { readonly text: string; readonly tokens: Tokens } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, tokens: tokenisedBy(text) };
    return last.tokens;
  };
}
