import { z } from 'zod';
import { CLIENT_DIRECTIVES, LONGEST_TTL, type DirectiveSettings } from '../../core/policy';
import { oneOf } from './scalars';
import { duration } from './units';

const SECOND = 1000;
const RULE = 'must be true, false, or a mapping with allowed, maxAgeAtLeast and minFreshAtMost';
const LIST_RULE = `must be a list of ${CLIENT_DIRECTIVES.join(', ')}`;

const bounds = z.strictObject(
  {
    allowed: z
      .array(oneOf(CLIENT_DIRECTIVES), { error: LIST_RULE })
      .default([...CLIENT_DIRECTIVES])
      .describe('Directives that are heard; others are as if they had not been sent.'),
    maxAgeAtLeast: duration(0, LONGEST_TTL * SECOND)
      .default(0)
      .describe('A smaller max-age counts as this much.'),
    minFreshAtMost: duration(0, LONGEST_TTL * SECOND)
      .optional()
      .describe('A greater min-fresh counts as this much.'),
  },
  { error: RULE },
);

/** Whether, and within which bounds, the client's Cache-Control is heard: true, false, or a mapping. */
export const clientDirectives = z
  .preprocess((given) => (given === true ? {} : given === false ? { allowed: [] } : given), bounds)
  .transform(({ allowed, maxAgeAtLeast, minFreshAtMost }): DirectiveSettings => ({
    allowed: [...new Set(allowed)],
    maxAgeAtLeast: maxAgeAtLeast / SECOND,
    minFreshAtMost: minFreshAtMost === undefined ? undefined : minFreshAtMost / SECOND,
  }));
