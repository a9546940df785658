import { z } from 'zod';
import { DIALECT_NAMES } from '../core/dialect';
import { BYPASS_REASONS, HIT_REASONS, MISS_REASONS, STORE_REFUSALS } from '../core/reason';

/** What a client or an upstream chose may be of any length; the log has so much of it, in characters. */
export const MAX_FOREIGN_TEXT = 128;

const foreign = z.string().max(MAX_FOREIGN_TEXT);
const milliseconds = z.number().nonnegative();
const count = z.int().nonnegative();
const hex = (digits: number): z.ZodString => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

/** Of every line of the log. */
const LINE = {
  level: z.enum(['debug', 'info']).describe('`debug` of exchanges that no policy covers'),
  time: z.iso.datetime().describe('When the record was made, UTC'),
  msg: z.literal('decision'),
};

const RECORD = {
  event: z.literal('decision'),
  exchange: foreign.describe('The x-request-id of the exchange, or an id made for it'),
  trace: hex(32).optional().describe('Id of the trace that it belongs to'),
  model: foreign.optional().describe('As the request names it; absent where the body was not read'),
  policy: z.string().optional().describe('Name of the policy that covers the call'),
  problem: z.string().optional().describe('Where and why the policy could not be applied'),
  dialect: z
    .enum([...DIALECT_NAMES, 'by-content'])
    .optional()
    .describe('Wire format of the call; `by-content` where it was to be told by a body that was not read'),
  similarity: z
    .number()
    .min(-1)
    .max(1.000001)
    .optional()
    .describe('Cosine similarity of the served, or of the best refused candidate'),
  score: z.number().optional().describe("The verifier's score of that candidate"),
  entry: hex(32).optional().describe('Id of the entry that was served, would have been (shadow), or was stored'),
  ageSeconds: count.optional().describe('Age of the served answer, s'),
  partition: z.string().optional().describe('Whose entries the call shares: a keyed hash'),
  form: z.enum(['json', 'sse']).optional().describe('What the client wants: a document, or a stream of events'),
  phasesMs: z
    .strictObject({
      parse: milliseconds.optional(),
      exact: milliseconds.optional(),
      embed: milliseconds.optional(),
      nearest: milliseconds.optional(),
      verify: milliseconds.optional(),
      opinion: milliseconds.optional(),
      render: milliseconds.optional(),
      total: milliseconds.optional(),
    })
    .describe(
      'How long each phase of the lookup took, ms; absent where it did not run. `total`: from body to decision',
    ),
  upstreamMs: milliseconds.optional().describe('How long the upstream took, ms, when its answer was copied to its end'),
  store: z.enum(['stored', 'refused']).optional().describe("What became of the upstream's answer"),
  storeReason: z.enum(STORE_REFUSALS).optional().describe('Why it was not kept'),
  savedPromptTokens: count.optional().describe('Tokens of the prompt that a hit spared the upstream'),
  savedCompletionTokens: count.optional().describe('Tokens of the answer that a hit spared the upstream'),
  savedUpstreamMs: milliseconds.optional().describe('Time that a hit spared the upstream, ms'),
};

/** A decision in the log, told apart by its verdict, each of which has reasons of its own. docs/reasons.md explains them. */
export const decisionLine = z.discriminatedUnion('verdict', [
  z.strictObject({ ...LINE, ...RECORD, verdict: z.literal('hit'), reason: z.enum(HIT_REASONS) }),
  z.strictObject({ ...LINE, ...RECORD, verdict: z.literal('miss'), reason: z.enum(MISS_REASONS) }),
  z.strictObject({ ...LINE, ...RECORD, verdict: z.literal('bypass'), reason: z.enum(BYPASS_REASONS) }),
]);

/** What the record gives of it; level, time and message are the logger's. */
export type DecisionFields = {
  readonly [K in keyof typeof RECORD]?: z.infer<(typeof RECORD)[K]>;
} & { readonly verdict: string; readonly reason: string };
