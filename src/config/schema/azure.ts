import { z } from 'zod';
import type { AzureDefaults } from '../../policy/sources';
import { SHARES } from '../../policy/sources';
import { VERIFY_MODES } from '../../core/policy';
import { boundOf, checks, CHECKS_RULE, maxFalseHitRate } from './checks';
import { clientDirectives } from './client-directives';
import { dialect, pace, ttlJitter } from './policies';
import { onOff, oneOf, text, whole } from './scalars';
import { duration, size } from './units';

const SECOND = 1000;
const GiB = 2 ** 30;

const path = text('must be the path of a file');

function byId(what: string): z.ZodType<Record<string, string>> {
  return z.record(z.string(), path, { error: `must be a mapping of ${what} to files` }).default({});
}

const namedValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()], { error: 'must be a text' }).transform(String), {
    error: 'must be a mapping of names to texts',
  })
  .default({});

/** The keys are those of native policies. */
const defaults = z
  .strictObject({
    share: oneOf(SHARES).optional(),
    verify: oneOf(VERIFY_MODES).default('standard'),
    candidates: whole(1, 100).default(5),
    coalesce: duration(0, 60 * SECOND).default(0),
    clientDirectives: clientDirectives.prefault(true),
    shadow: onOff.default(false),
    dialect,
    cachedTokens: onOff.default(false),
    pace,
    toolCalls: onOff.default(false),
    refusals: onOff.default(false),
    maxBytes: size(1, GiB).optional(),
    ttlJitter: ttlJitter.default(0),
    maxFalseHitRate,
    checks,
  })
  .refine((raw) => raw.checks === undefined || raw.maxFalseHitRate !== undefined, {
    error: CHECKS_RULE,
    path: ['checks'],
  })
  .transform((raw): AzureDefaults => ({
    share: raw.share,
    verify: raw.verify,
    candidates: raw.candidates,
    coalesceMs: raw.coalesce,
    directives: raw.clientDirectives,
    shadow: raw.shadow,
    dialect: raw.dialect,
    cachedTokens: raw.cachedTokens,
    paceMs: raw.pace,
    toolCalls: raw.toolCalls,
    refusals: raw.refusals,
    maxBytes: raw.maxBytes,
    ttlJitter: raw.ttlJitter,
    bound: boundOf(raw),
  }));

/** Azure's documents by scope; each is the path of a file, relative to the configuration's. */
export const azure = z
  .strictObject({
    global: path.optional(),
    products: byId('product ids'),
    apis: byId('API ids'),
    operations: byId('"API/OPERATION"'),
    fragments: byId('fragment ids'),
    'named-values': namedValues,
    'named-value-files': byId('names'),
    'embeddings-backends': z.record(z.string(), oneOf(['default'])).default({}),
    strict: onOff.default(false),
    defaults: defaults.prefault({}),
  })
  .transform((raw) => ({
    global: raw.global,
    products: raw.products,
    apis: raw.apis,
    operations: raw.operations,
    fragments: raw.fragments,
    namedValues: raw['named-values'],
    namedValueFiles: raw['named-value-files'],
    embeddingsBackends: raw['embeddings-backends'],
    strict: raw.strict,
    defaults: raw.defaults,
  }));

/** What applies where nobody says anything. */
export function azureDefaults(): AzureDefaults {
  return defaults.parse({});
}

export type AzureFiles = z.output<typeof azure>;
