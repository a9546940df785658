import { z } from 'zod';
import { DIALECT_CHOICES } from '../../core/dialect';
import { LONGEST_TTL, similarityOf, VERIFY_MODES } from '../../core/policy';
import { SHARES, type NativePolicy, type NativeStore } from '../../policy/sources';
import { isTree } from '../defaults';
import { boundOf, checks, CHECKS_RULE, maxFalseHitRate } from './checks';
import { clientDirectives } from './client-directives';
import { fraction, hostNames, matching, onOff, oneOf, whole } from './scalars';
import { duration, size } from './units';

const SECOND = 1000;
const GiB = 2 ** 30;

const NAME_RULE =
  'must be a name of at most 63 letters, digits and . _ - / that begins and ends with a letter or digit, such as support-chat';
const PATH_RULE = 'must be a path prefix that begins with "/" and has no query, such as /v1';
const THRESHOLD_RULE =
  'needs exactly one of similarity (such as 0.85) and scoreThreshold (a distance: 1 - similarity, such as 0.15)';
const CONDITION_RULE = 'must be a CEL condition, such as request.method == "POST"';
const SOURCE_RULE = 'must be the source of a value, such as header:x-tenant, jwt:sub, subscription or cel:EXPRESSION';
const TTL_RULE =
  'must be a duration from 1s to 365d, such as 30s, 5m, 1h or 7d (a bare number is seconds), or cel:EXPRESSION that gives seconds';
const JITTER_RULE = 'must be a number from 0 to 0.9 (0.1: up to a tenth of the TTL is taken off at random)';
const SAMPLE_RULE = 'must be a percentage from 0 to 100, such as 10';
const NEGATIVE_RULE = 'can only be false: errors are never kept';

/** What a policy is called: it is seen in a response header, a log line and a metric label. */
const name = z
  .string({ error: NAME_RULE })
  .max(63, { error: NAME_RULE, abort: true })
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?$/, { error: NAME_RULE })
  .describe('Unique; shown in response headers, logs and metrics.');

const condition = matching(/\S/, CONDITION_RULE);

const match = z
  .strictObject({
    hosts: hostNames.describe(
      'Host names without port; "*.example.com" covers every name below example.com. Empty: any.',
    ),
    paths: z
      .array(z.string({ error: PATH_RULE }).regex(/^\/[^\s?#]*$/, PATH_RULE), { error: 'must be a list of paths' })
      .default([])
      .describe('Path prefixes by whole segments: "/v1" covers /v1/chat/completions, not /v10. Empty: any.'),
  })
  .describe('Which requests the policy covers; both lists have to match.');

const varyBy = z
  .array(matching(/^\S(?:.*\S)?$/s, SOURCE_RULE), { error: 'must be a list of sources, such as [header:x-tenant]' })
  .transform((sources) => [...new Set(sources)]);

const lookup = z
  .strictObject({
    similarity: fraction('a cosine similarity, greater is stricter')
      .optional()
      .describe('Least cosine similarity of a semantic hit, 0 to 1, such as 0.85. Greater is stricter.'),
    scoreThreshold: fraction('a cosine distance, smaller is stricter')
      .optional()
      .describe('The same as a distance, 1 - similarity, as Azure API Management has it. Smaller is stricter.'),
    semantic: onOff.default(true).describe('false: only the very same question hits.'),
    ignoreSystemMessages: onOff
      .default(false)
      .describe('Leave system and developer messages out of what must be equal.'),
    maxMessageCount: whole(1, 100_000)
      .optional()
      .describe('Conversations with more messages (system messages not counted) bypass the cache.'),
    varyBy: varyBy
      .prefault([])
      .describe(
        'What parts the entries: header:NAME, query:NAME, jwt:CLAIM, subscription, product, user, api, operation, or cel:EXPRESSION that gives a text.',
      ),
    model: oneOf(['default']).default('default').describe('The embedding model; there is one, default.'),
    verify: oneOf(VERIFY_MODES)
      .default('standard')
      .describe(
        'What a near candidate has to pass. off: nothing; guards: numbers, names, negation and the like have to agree; standard: and a learned score has to reach its threshold; strict: a higher one. With off and guards the similarity alone says what is near enough: choose 0.95.',
      ),
    candidates: whole(1, 100).default(5).describe('Nearest entries that are looked at, best first.'),
  })
  .refine((raw) => givenThresholds(raw).length === 1 || (givenThresholds(raw).length === 0 && !raw.semantic), {
    error: ({ input }) => `${THRESHOLD_RULE}; it has ${givenThresholds(input).join(' and ') || 'neither'}`,
    // Faults in other keys must not hide this one: a user wants to see all of them at once.
    when: ({ value }) => isTree(value),
  })
  // `model` is the one there is.
  .transform((raw) => ({
    minSimilarity: raw.similarity ?? similarityOf(raw.scoreThreshold ?? 0),
    semantic: raw.semantic,
    ignoreSystemMessages: raw.ignoreSystemMessages,
    maxMessageCount: raw.maxMessageCount,
    varyBy: raw.varyBy,
    verify: raw.verify,
    candidates: raw.candidates,
  }))
  .describe('How answers are found. Without it the cache stays out of what the policy covers.');

const ttl = z.union([z.number(), z.string()], { error: TTL_RULE }).transform((value, context) => {
  if (typeof value === 'string' && /^cel:.*\S/s.test(value)) return value;
  const parsed = duration(SECOND, LONGEST_TTL * SECOND).safeParse(value);
  if (parsed.success) return Math.floor(parsed.data / SECOND);
  context.addIssue({ code: 'custom', message: TTL_RULE });
  return z.NEVER;
});

export const ttlJitter = z.number({ error: JITTER_RULE }).min(0, JITTER_RULE).max(0.9, JITTER_RULE);

const store = z
  .strictObject({
    ttl: ttl.describe('How long an answer may be served: such as 30s, 5m, 1h, 7d, seconds, or cel:EXPRESSION.'),
    ttlJitter: ttlJitter
      .default(0)
      .describe('By up to this fraction of it a TTL is shortened at random, so that entries do not expire together.'),
    maxBytes: size(1, GiB).optional().describe('Larger answers are not kept: such as 64KiB.'),
    toolCalls: onOff.default(false).describe('Keep answers that call tools.'),
    refusals: onOff.default(false).describe('Keep answers in which the model declines.'),
    negative: z.literal(false, { error: NEGATIVE_RULE }).default(false).describe('Errors are never kept.'),
    when: condition
      .optional()
      .describe('A CEL condition on request and response: keep only answers for which it holds.'),
  })
  .transform((raw): NativeStore => ({
    ttl: raw.ttl,
    ttlJitter: raw.ttlJitter,
    maxBytes: raw.maxBytes,
    toolCalls: raw.toolCalls,
    refusals: raw.refusals,
    when: raw.when,
  }))
  .describe('What is kept, and for how long. Without it nothing is.');

export const dialect = oneOf(DIALECT_CHOICES).default('by-path');
export const pace = duration(0, 10 * SECOND).default(0);

const keys = {
  match: match.prefault({}),
  dialect: dialect.describe(
    'The wire format of calls whose path does not tell it: by-path (none: the cache stays out of them), by-content (told by the fields of the body), or the name of a dialect.',
  ),
  when: condition
    .optional()
    .describe('A CEL condition on the request: the cache stays out of calls for which it does not hold.'),
  lookup: lookup.optional(),
  store: store.optional(),
  share: oneOf(SHARES)
    .default('credential')
    .describe(
      "Whose answers a caller may get: those of the same credential, of all callers with the same varyBy values, or everyone's.",
    ),
  clientDirectives: clientDirectives
    .prefault(true)
    .describe("Whether the client's Cache-Control is heard, and within which bounds."),
  coalesce: duration(0, 60 * SECOND)
    .default(0)
    .describe('How long an identical call waits for the answer to one that is under way; 0s: not at all.'),
  cachedTokens: onOff
    .default(false)
    .describe(
      "Usage of a hit says in the provider's own field that the prompt was read from a cache; false: as counted.",
    ),
  pace: pace.describe(
    'Pause between two events of a replayed stream, where Envoy is configured for it (deploy/envoy/envoy-paced.yaml); 0s: in one piece.',
  ),
  shadow: onOff.default(false).describe('Look up and report what would have been served, but never serve it.'),
  maxFalseHitRate: maxFalseHitRate.describe(
    'Share of semantic hits that may be wrong: the policy learns from checks from which score on it may serve. Without it the configured threshold decides.',
  ),
  checks: checks.describe('How it is found out how many semantic hits are wrong; goes with maxFalseHitRate.'),
  sample: z
    .number({ error: SAMPLE_RULE })
    .min(0, SAMPLE_RULE)
    .max(100, SAMPLE_RULE)
    .default(100)
    .describe('Percentage of calls that are looked up; the others bypass the cache.'),
};

/** A policy that does not know yet where it is written. */
export type UnplacedPolicy = Omit<NativePolicy, 'at'>;

type Settled = z.output<z.ZodObject<typeof keys>>;

function policyOf(name: string, { lookup, ...settled }: Settled): UnplacedPolicy {
  const { clientDirectives: directives, coalesce: coalesceMs, cachedTokens, pace: paceMs, shadow } = settled;
  const presented = { coalesceMs, cachedTokens, paceMs, shadow };
  const { match, dialect, when, store, share, sample } = settled;
  const bound = boundOf(settled);
  return {
    ...{ name, match, dialect, when, store, share, sample },
    lookup: lookup && { ...lookup, directives, ...presented, bound },
  };
}

/** One policy in the native form. */
export const nativePolicy = checked(z.strictObject({ name, ...keys })).transform(({ name, ...spec }) =>
  policyOf(name, spec),
);

/** The policies of the configuration. */
export const policies = z
  .array(nativePolicy, { error: 'must be a list of policies; leave the key out for the default policy' })
  .max(1000, { error: 'must be at most 1000 policies' })
  .transform((list) => list.map((policy, i): NativePolicy => ({ ...policy, at: `policies[${i}]` })));

/** A file with nothing but policies. */
export const policyList = z.strictObject({ policies });

export const API_VERSION = 'llm-semantic-cache.io/v1';
export const KIND = 'SemanticCachePolicy';

/** What Kubernetes has besides in `metadata` is none of our business. */
const metadata = z.looseObject({ name }).describe('As of every Kubernetes object; name is the name of the policy.');

/** A policy as a custom resource: `spec` is the native form, its name is `metadata.name`. */
export const customResource = z
  .strictObject({
    apiVersion: z.literal(API_VERSION, { error: `must be ${API_VERSION}` }),
    kind: z.literal(KIND, { error: `must be ${KIND}` }),
    metadata,
    spec: checked(z.strictObject(keys)),
  })
  .transform(({ metadata: { name }, spec }) => policyOf(name, spec));

/** The rules between keys of a policy. */
function checked<T extends z.ZodObject<typeof keys>>(schema: T): T {
  const rule = (problemOf: (raw: unknown) => string | undefined, key: keyof typeof keys): [Check, Telling] => [
    (raw) => problemOf(raw) === undefined,
    { error: ({ input }) => problemOf(input) ?? '', path: [key], when: ({ value }) => isTree(value) },
  ];
  return schema
    .refine(...rule(shareProblem, 'share'))
    .refine(...rule(boundProblem, 'maxFalseHitRate'))
    .refine(...rule(checksProblem, 'checks'));
}

type Check = (raw: unknown) => boolean;

interface Telling {
  readonly error: (issue: { readonly input?: unknown }) => string;
  readonly path: PropertyKey[];
  readonly when: (payload: { readonly value: unknown }) => boolean;
}

function boundProblem(raw: unknown): string | undefined {
  if (!isTree(raw) || raw['maxFalseHitRate'] === undefined) return undefined;
  const { lookup, store } = raw;
  const semantic = isTree(lookup) && lookup['semantic'] !== false;
  if (semantic && store !== undefined) return undefined;
  const got = `got ${JSON.stringify(raw['maxFalseHitRate'])}`;
  if (!semantic) return `${got}; needs a lookup that is semantic: exact hits are not learned`;
  return `${got}; needs store: only answers that are kept are read, and so can be compared`;
}

function checksProblem(raw: unknown): string | undefined {
  if (!isTree(raw) || raw['checks'] === undefined || raw['maxFalseHitRate'] !== undefined) return undefined;
  return CHECKS_RULE;
}

function shareProblem(raw: unknown): string | undefined {
  if (!isTree(raw)) return undefined;
  const lookup = raw['lookup'];
  const sources = isTree(lookup) ? lookup['varyBy'] : undefined;
  const parted = Array.isArray(sources) && sources.length > 0;
  if (raw['share'] === 'varyBy' && !parted) {
    return 'got "varyBy"; needs at least one source in lookup.varyBy, such as header:x-tenant, within whose values answers are shared';
  }
  if (raw['share'] === 'everyone' && parted) {
    return 'got "everyone"; lookup.varyBy parts the answers: leave it out, or write share: varyBy';
  }
  return undefined;
}

function givenThresholds(lookup: unknown): string[] {
  if (!isTree(lookup)) return [];
  return ['scoreThreshold', 'similarity'].filter((key) => lookup[key] !== undefined);
}
