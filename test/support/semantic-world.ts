import type { LookupDeps } from '../../src/cache/lookup';
import type { Question } from '../../src/cache/question';
import { systemClock } from '../../src/core/clock';
import type { Entry } from '../../src/core/entry';
import type { LookupSettings } from '../../src/core/policy';
import type { Verifier } from '../../src/core/verifier';
import { createCodec } from '../../src/dialects/codec';
import { verifier as real } from '../../src/verifier/verifier';
import { answering, oneVectorEmbedder } from './chat-call';
import { NO_CHECKS } from './checking';
import { lookupSettings } from './policies';

/**
 * What a lookup sees: entries with these texts, all near every question, in this order. What the verifier says is left to its guards,
 * for a learned score is not the subject here.
 */
export interface SemanticWorld {
  deps(stored: readonly string[]): LookupDeps;
  question(text: string, lookup?: Partial<LookupSettings>): Question;
  close(): Promise<void>;
}

const SIMILARITY = 0.97;
const ANSWER = answering('Like this.');

/** The score is the similarity in every mode. */
const GUARDS_ONLY: Verifier = {
  identity: 'guards-only',
  verify: (pair, mode) => real.verify(pair, mode === 'off' ? 'off' : 'guards'),
  threshold: (_, minSimilarity) => minSimilarity,
  explain: (pair, mode) => real.explain(pair, mode === 'off' ? 'off' : 'guards'),
};

export function semanticWorld(): SemanticWorld {
  const codec = createCodec({ offloadBytes: 1_000_000, maxDecodedBytes: 1_000_000 });
  const entryOf = (comparedText: string): Entry => ({
    id: comparedText,
    partition: 'p',
    policy: 'p',
    dialect: 'openai-chat',
    model: 'm',
    comparedText,
    vector: new Float32Array([1]),
    embedder: 'e',
    tag: undefined,
    completion: { form: 'json', body: ANSWER, usage: { promptTokens: 1, completionTokens: 1 } },
    createdAt: systemClock.now() - 1000,
    expiresAt: systemClock.now() + 60_000,
    upstreamMs: 1000,
  });
  return {
    deps: (stored) => ({
      codec,
      verifier: GUARDS_ONLY,
      clock: systemClock,
      embedder: oneVectorEmbedder(),
      store: {
        get: ({ id }) => Promise.resolve(stored.includes(id) ? entryOf(id) : undefined),
        nearest: () => Promise.resolve(stored.map((text) => ({ ...entryOf(text), similarity: SIMILARITY }))),
      },
      failed: () => undefined,
      ...NO_CHECKS,
      suspected: () => false,
    }),
    question: (comparedText, lookup = {}) => ({
      policy: 'p',
      request: {
        dialect: 'openai-chat',
        model: 'm',
        fingerprint: 'f',
        fingerprintWithoutSystem: 'f',
        messageCount: 1,
        comparedText,
        exactOnly: false,
        rendering: { form: 'json', includeUsage: true, echo: {} },
      },
      lookup: lookupSettings(lookup),
      directives: { noStore: false, noCache: false, onlyIfCached: false },
      partition: 'p',
      id: 'exact',
      keptText: comparedText,
      crossOrigin: false,
    }),
    close: () => codec.close(),
  };
}
