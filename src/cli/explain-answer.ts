import { z } from 'zod';

/** JSON has null for what is no finite number. */
const figure = z.number().nullable();

const candidate = z.looseObject({
  entry: z.string(),
  similarity: figure,
  text: z.string().optional(),
  outcome: z.string(),
  verification: z.looseObject({
    score: figure,
    vetoes: z.array(z.string()),
    shares: z.array(z.looseObject({ feature: z.string(), share: z.number() })),
  }),
  secondOpinion: z.looseObject({ kind: z.string(), probability: z.number().optional() }).optional(),
});

const lookup = z.looseObject({
  policy: z.string(),
  dialect: z.string(),
  model: z.string(),
  verdict: z.looseObject({ kind: z.enum(['hit', 'miss']), reason: z.string() }),
  partition: z.string(),
  id: z.string(),
  entry: z.string().optional(),
  similarity: figure.optional(),
  score: figure.optional(),
  lookup: z.looseObject({ verify: z.string(), semantic: z.boolean(), candidates: z.number(), shadow: z.boolean() }),
  needed: z.looseObject({
    similarity: z.number(),
    score: z.number(),
    learnedScore: z.number().optional(),
    secondOpinion: z.number().optional(),
  }),
  checkShare: z.number().optional(),
  embedding: z.string().optional(),
  candidates: z.array(candidate),
  phases: z.record(z.string(), z.number()),
});

const bypass = z.looseObject({
  verdict: z.looseObject({ kind: z.literal('bypass'), reason: z.string() }),
  policy: z.string().optional(),
  dialect: z.string().optional(),
  problem: z.string().optional(),
});

/** What a server answers to `POST /explain`, as far as it is shown; docs/operations.md has all. Another release may say more. */
export const explainAnswer = z.union([lookup, bypass]);

export type LookupAnswer = z.output<typeof lookup>;
export type BypassAnswer = z.output<typeof bypass>;
export type CandidateAnswer = z.output<typeof candidate>;
