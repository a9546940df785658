import type { GuardReason } from '../core/reason';
import { antonym } from './guards/antonym';
import { code } from './guards/code';
import { content } from './guards/content';
import { date } from './guards/date';
import { roleSwap } from './guards/role-swap';
import { entity } from './guards/entity';
import { format } from './guards/format';
import { language } from './guards/language';
import { negation } from './guards/negation';
import { number } from './guards/number';
import { questionWord } from './guards/question-word';
import { quoted } from './guards/quoted';
import { scope } from './guards/scope';
import { unit } from './guards/unit';
import type { Tokens } from './tokens';

/** One difference that makes two questions two. Pure and symmetric. */
type Guard = (asked: Tokens, stored: Tokens) => GuardReason | undefined;

/** In this order: the first that finds a difference names it. */
const GUARDS: readonly Guard[] = [
  date,
  number,
  unit,
  quoted,
  code,
  negation,
  antonym,
  language,
  format,
  entity,
  scope,
  questionWord,
  roleSwap,
  content,
];

/** Of texts that are read in one language, where they have one in common: the first difference that rules a hit out. Knows no similarity: it runs on candidates above the threshold. */
export function firstVeto(asked: Tokens, stored: Tokens): GuardReason | undefined {
  if (asked.detected !== stored.detected) return 'language';
  for (const guard of GUARDS) {
    const reason = guard(asked, stored);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** All of them. Texts in two languages have no words to compare. */
export function allVetoes(asked: Tokens, stored: Tokens): readonly GuardReason[] {
  if (asked.detected !== stored.detected) return ['language'];
  return [...new Set(GUARDS.flatMap((guard) => guard(asked, stored) ?? []))];
}
