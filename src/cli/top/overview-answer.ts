import { z } from 'zod';

/** JSON has no number for what is none. */
const figure = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined);
const counts = z.record(z.string(), z.number());

const step = z.looseObject({
  at: z.number(),
  exact: z.number(),
  semantic: z.number(),
  shadow: z.number(),
  miss: z.number(),
  bypass: z.number(),
});

/** What a server answers to `GET /overview`, as far as it is shown; src/core/overview.ts has all. Another release may say more. */
export const overviewAnswer = z.looseObject({
  version: z.string(),
  startedAt: z.number(),
  now: z.number(),
  exchanges: z.looseObject({ hits: counts, misses: counts, bypasses: counts }),
  stores: z.looseObject({ stored: z.number(), refused: counts }),
  latency: z.array(z.looseObject({ phase: z.string(), count: z.number(), p50: figure, p95: figure })),
  saved: z.looseObject({
    promptTokens: z.number(),
    completionTokens: z.number(),
    upstreamSeconds: z.number(),
    money: z.looseObject({
      currency: z.string(),
      amount: z.number(),
      unpricedHits: z.number(),
      pricesAsOf: z.string().optional(),
    }),
  }),
  falseHits: z.array(
    z.looseObject({
      policy: z.string(),
      maxFalseHitRate: z.number(),
      confidence: z.number(),
      threshold: z.number(),
      checked: z.number(),
      rate: figure,
      low: z.number(),
      high: z.number(),
    }),
  ),
  store: z.looseObject({
    kind: z.string(),
    breaker: z.string(),
    holds: z.looseObject({ entries: z.number(), bytes: z.number(), sweepLagSeconds: z.number() }).optional(),
    maxEntries: z.number(),
    maxBytes: z.number(),
  }),
  queues: z.array(z.looseObject({ name: z.string(), waiting: z.number(), limit: z.number() })),
  streams: z.looseObject({ active: z.number(), ended: counts }),
  failures: counts,
  history: z.looseObject({ stepSeconds: z.number(), steps: z.array(step) }),
});

export type OverviewAnswer = z.output<typeof overviewAnswer>;
export type StepAnswer = z.output<typeof step>;
