import { z } from 'zod';
import type { LookupSettings, MatchSettings, PolicySettings, StoreSettings } from '../../core/policy';
import { isTree } from '../defaults';
import { fraction, headerNames, onOff, oneOf, text, whole } from './scalars';
import { duration } from './units';

const SECOND = 1000;
const YEAR = 365 * 86_400 * SECOND;

const HOST_RULE = 'must be a host name without scheme or port, such as api.example.com or *.example.com';
const PATH_RULE = 'must be a path prefix that begins with "/" and has no query, such as /v1';
const THRESHOLD_RULE =
  'needs exactly one of similarity (such as 0.95) and score-threshold (a distance: 1 - similarity, such as 0.05)';

const match = z
  .strictObject({
    hosts: z
      .array(z.string({ error: HOST_RULE }).regex(/^(?:\*|(?:\*\.)?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)$/, HOST_RULE), {
        error: 'must be a list of host names',
      })
      .default([]),
    paths: z
      .array(z.string({ error: PATH_RULE }).regex(/^\/[^\s?#]*$/, PATH_RULE), { error: 'must be a list of paths' })
      .default([]),
  })
  .transform((raw): MatchSettings => raw);

const lookup = z
  .strictObject({
    'score-threshold': fraction('a cosine distance, smaller is stricter').optional(),
    similarity: fraction('a cosine similarity, greater is stricter').optional(),
    semantic: onOff.default(true),
    'ignore-system-messages': onOff.default(false),
    'max-message-count': whole(1, 100_000).optional(),
    'vary-by': headerNames.default([]),
    'vary-by-credential': onOff.default(true),
    verify: oneOf(['standard', 'off']).default('standard'),
    candidates: whole(1, 100).default(5),
    coalesce: duration(0, 60 * SECOND).default(0),
    'client-directives': onOff.default(true),
  })
  .refine((raw) => givenThresholds(raw).length === 1 || (givenThresholds(raw).length === 0 && !raw.semantic), {
    error: ({ input }) => `${THRESHOLD_RULE}; it has ${givenThresholds(input).join(' and ') || 'neither'}`,
    // Faults in other keys must not hide this one: a user wants to see all of them at once.
    when: ({ value }) => isTree(value),
  })
  .transform((raw): LookupSettings => ({
    minSimilarity: raw.similarity ?? similarityOf(raw['score-threshold'] ?? 0),
    semantic: raw.semantic,
    ignoreSystemMessages: raw['ignore-system-messages'],
    maxMessageCount: raw['max-message-count'],
    varyBy: raw['vary-by'],
    varyByCredential: raw['vary-by-credential'],
    verify: raw.verify,
    candidates: raw.candidates,
    coalesceMs: raw.coalesce,
    clientDirectives: raw['client-directives'],
  }));

const store = z
  .strictObject({ duration: duration(SECOND, YEAR), 'tool-calls': onOff.default(false) })
  .transform((raw): StoreSettings => ({
    durationSeconds: Math.floor(raw.duration / SECOND),
    toolCalls: raw['tool-calls'],
  }));

const policy = z
  .strictObject({
    name: text('must be a name'),
    match: match.prefault({}),
    lookup: lookup.optional(),
    store: store.optional(),
  })
  .transform((raw): PolicySettings => ({ ...raw, lookup: raw.lookup, store: raw.store }));

export const policies = z
  .array(policy, { error: 'must be a list of policies; leave the key out for the default policy' })
  .max(1000, { error: 'must be at most 1000 policies' });

function givenThresholds(lookup: unknown): string[] {
  if (!isTree(lookup)) return [];
  return ['score-threshold', 'similarity'].filter((key) => lookup[key] !== undefined);
}

/** Azure's `score-threshold` is a cosine distance. 1 - 0.05 is 0.95 in decimal, and is to print as that. */
function similarityOf(distance: number): number {
  return Number((1 - distance).toFixed(12));
}
