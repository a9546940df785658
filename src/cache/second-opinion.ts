import { SecondOpinionBusyError } from '../core/errors';
import type { Candidate } from '../core/entry';
import { hasLearnedScore, type VerifyMode } from '../core/policy';
import type { MissReason } from '../core/reason';
import type { Opinion, SecondOpinion } from '../core/second-opinion';
import { within } from '../core/within';
import type { Question } from './question';

export interface OpinionDeps {
  /** `undefined`: none is configured. */
  readonly opinion?: SecondOpinion | undefined;
  readonly failed: (where: string, error: unknown) => void;
}

/** What came of asking the second model; without a refusal the candidate may be served. */
export interface OpinionOutcome {
  readonly refusal?: MissReason;
  readonly opinion?: Opinion;
}

const SPENT: OpinionOutcome = { refusal: 'budget-spent' };

/** Whether a policy with this mode wants a second opinion, and there is one. */
export function wantsOpinion(mode: VerifyMode, { opinion }: OpinionDeps): boolean {
  return opinion !== undefined && hasLearnedScore(mode);
}

/** Where the opinion cannot be had within `ms`, the candidate is refused: it is never served without. Does not throw. */
export async function askOpinion(
  { comparedText: stored }: Pick<Candidate, 'comparedText'>,
  { request: { comparedText: asked } }: Question,
  { opinion, failed }: OpinionDeps,
  ms: number,
): Promise<OpinionOutcome> {
  if (opinion === undefined) return {};
  if (ms <= 0) return SPENT;
  try {
    return await within(opinion.judge(asked, stored).then(outcomeOf), ms, SPENT);
  } catch (error) {
    if (error instanceof SecondOpinionBusyError) return { refusal: 'second-opinion-busy' };
    failed('second-opinion', error);
    return { refusal: 'second-opinion-error' };
  }
}

function outcomeOf(opinion: Opinion): OpinionOutcome {
  if (opinion.kind !== 'opinion') return { opinion, refusal: 'second-opinion-unable' };
  return opinion.same ? { opinion } : { opinion, refusal: 'verify-second-opinion' };
}
