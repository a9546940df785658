import type { VerifyReason } from '../core/reason';
import type { Verifier } from '../core/verifier';
import { antonym } from './guards/antonym';
import { code } from './guards/code';
import { content } from './guards/content';
import { date } from './guards/date';
import { direction } from './guards/direction';
import { entity } from './guards/entity';
import { negation } from './guards/negation';
import { number } from './guards/number';
import { questionWord } from './guards/question-word';
import { quoted } from './guards/quoted';
import { unit } from './guards/unit';
import { tokenise, type Tokens } from './tokens';

/** One difference that makes two questions two. Pure and symmetric. */
type Guard = (asked: Tokens, stored: Tokens) => VerifyReason | undefined;

/** In this order: the first that finds a difference names it. */
const GUARDS: readonly Guard[] = [
  date,
  number,
  unit,
  quoted,
  code,
  negation,
  antonym,
  entity,
  questionWord,
  direction,
  content,
];

/** Refuses a candidate when a rule finds a difference. Knows no similarity: it runs on candidates above the threshold. */
export const guards: Verifier = {
  verify(asked, stored) {
    const a = tokensOfAsked(asked);
    const b = tokenise(stored);
    for (const guard of GUARDS) {
      const reason = guard(a, b);
      if (reason !== undefined) return { same: false, reason };
    }
    return { same: true };
  },
};

/** One question is held against several candidates in a row: it is taken apart once. */
const tokensOfAsked = rememberLast(tokenise);

function rememberLast(tokenisedBy: (text: string) => Tokens): (text: string) => Tokens {
  let last: { readonly text: string; readonly tokens: Tokens } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, tokens: tokenisedBy(text) };
    return last.tokens;
  };
}
