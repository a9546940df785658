import { z } from 'zod';
import type { BoundSettings } from '../../core/policy';
import { onOff } from './scalars';

const RATE_RULE = 'must be a number from 0.0001 to 0.5 (0.01: at most one semantic hit in a hundred is wrong)';
const SHARE_RULE = 'must be a percentage from 0.01 to 100, such as 2';
const CONFIDENCE_RULE = 'must be a number from 0.5 to 0.9999, such as 0.95';

/** Share of semantic hits that may be wrong. */
export const maxFalseHitRate = z.number({ error: RATE_RULE }).min(0.0001, RATE_RULE).max(0.5, RATE_RULE).optional();

const share = z.number({ error: SHARE_RULE }).min(0.01, SHARE_RULE).max(100, SHARE_RULE);

/** How it is found out how many are. */
export const checks = z
  .strictObject({
    share: share.default(2).describe('Percentage of semantic hits that also go upstream.'),
    youngShare: share.default(20).describe('The same while little is known of the threshold.'),
    confidence: z
      .number({ error: CONFIDENCE_RULE })
      .min(0.5, CONFIDENCE_RULE)
      .max(0.9999, CONFIDENCE_RULE)
      .default(0.95)
      .describe('How surely maxFalseHitRate is to hold.'),
    recheckNeighbours: onOff
      .default(false)
      .describe('When a hit was found false, the next hit of each entry near it is checked.'),
  })
  .optional();

interface Written {
  readonly maxFalseHitRate?: z.output<typeof maxFalseHitRate>;
  readonly checks?: z.output<typeof checks>;
}

export function boundOf(raw: Written): BoundSettings | undefined {
  if (raw.maxFalseHitRate === undefined) return undefined;
  const { share, youngShare, confidence, recheckNeighbours } = checks.unwrap().parse(raw.checks ?? {});
  const { maxFalseHitRate } = raw;
  return { maxFalseHitRate, confidence, checkShare: share / 100, youngShare: youngShare / 100, recheckNeighbours };
}

/** What is wrong with checks that belong to no bound. */
export const CHECKS_RULE = 'needs maxFalseHitRate: checks are made to keep that bound';
