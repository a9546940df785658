import { hasLearnedScore, type VerifyMode } from '../core/policy';
import type { Explanation, Pair, Verification, Verifier } from '../core/verifier';
import { allVetoes, firstVeto } from './guards';
import { featuresOf } from './score/features';
import { scoreOf, sharesOf } from './score/score';
import { weights } from './score/weights';
import { inOneLanguage, tokenise, type Tokens } from './tokens';

/** Changes whenever the guards refuse or accept something else. */
const GUARDS_VERSION = 2;

/** Guards, then the learned score. */
export const verifier: Verifier = {
  identity: `guards-${GUARDS_VERSION}+score-${weights.id}`,
  threshold(mode, minSimilarity) {
    return hasLearnedScore(mode) ? weights.thresholds[mode] : minSimilarity;
  },
  verify(pair, mode) {
    const [asked, stored] = textsOf(pair);
    const veto = mode === 'off' ? undefined : firstVeto(asked, stored);
    return verification({ pair, mode, asked, stored, veto });
  },
  explain(pair, mode): Explanation {
    const [asked, stored] = textsOf(pair);
    const vetoes = mode === 'off' ? [] : allVetoes(asked, stored);
    const shares = hasLearnedScore(mode) ? sharesOf(featuresOf(asked, stored, pair.similarity)) : [];
    return { ...verification({ pair, mode, asked, stored, veto: vetoes[0] }), vetoes, shares };
  },
};

interface Judged {
  readonly pair: Pair;
  readonly mode: VerifyMode;
  readonly asked: Tokens;
  readonly stored: Tokens;
  readonly veto: Verification['veto'];
}

function verification({ pair: { similarity }, mode, asked, stored, veto }: Judged): Verification {
  const known = asked.language !== undefined && stored.language !== undefined;
  const weakness = known ? 'low-score' : 'unknown-language';
  if (!hasLearnedScore(mode)) return { score: similarity, veto, weakness };
  // What is ruled out needs no score.
  const score = veto === undefined ? scoreOf(featuresOf(asked, stored, similarity), known) : 0;
  return { score, veto, weakness };
}

function textsOf({ asked, stored }: Pair): readonly [Tokens, Tokens] {
  return inOneLanguage(tokensOfAsked(asked), tokenise(stored));
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
