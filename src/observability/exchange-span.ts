import type { DecisionRecord, Step, StoreOutcome } from '../core/decision';
import { MAX_FOREIGN_TEXT } from './decision-line';

/** A span before it is one: times in ms since the epoch. */
export interface SpanSketch {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** The span of an exchange. */
export interface ExchangeSpan extends SpanSketch {
  /** Why the cache could not do its part; `undefined`: it did. */
  readonly failure: string | undefined;
}

const OURS = 'llm_semantic_cache.';
/** Names of spans are for grouping: a model that is called something else stays an attribute. */
const PLAIN_MODEL = /^[\w.:/@-]{1,64}$/;

/** In the words of OpenTelemetry's conventions for generative AI: the operation, and whose form of it the call has. */
const CALLED: Readonly<Record<string, readonly [operation: string, provider: string]>> = {
  'openai-chat': ['chat', 'openai'],
  'openai-completions': ['text_completion', 'openai'],
  'openai-responses': ['chat', 'openai'],
  'anthropic-messages': ['chat', 'anthropic'],
};

/** Reasons that are faults, of ours or of what we stand on. */
const FAULTS: ReadonlySet<string> = new Set([
  'internal-error',
  'store-error',
  'store-unavailable',
  'embedder-error',
  'second-opinion-error',
  'policy-fault',
]);

/** What the span of an exchange says: no text of prompt or answer, no partition, no credential. */
export function exchangeSpan(record: DecisionRecord): ExchangeSpan {
  const { model, dialect = '', verdict, store, saved, timeline } = record;
  const [operation, provider] = CALLED[dialect] ?? [];
  const { from, to, epoch } = timeline;
  return {
    name: model !== undefined && PLAIN_MODEL.test(model) ? `semantic_cache ${model}` : 'semantic_cache',
    from: from + epoch,
    to: to + epoch,
    attributes: present({
      'gen_ai.operation.name': operation,
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model?.slice(0, MAX_FOREIGN_TEXT),
      'gen_ai.usage.input_tokens': saved?.promptTokens,
      'gen_ai.usage.output_tokens': saved?.completionTokens,
      [`${OURS}exchange`]: record.exchange.slice(0, MAX_FOREIGN_TEXT),
      [`${OURS}verdict`]: verdict.kind,
      [`${OURS}reason`]: verdict.reason,
      [`${OURS}shadow`]: verdict.reason.startsWith('shadow-') ? true : undefined,
      [`${OURS}policy`]: record.policy,
      [`${OURS}similarity`]: record.similarity,
      [`${OURS}score`]: record.score,
      [`${OURS}entry`]: record.entry,
      [`${OURS}age_seconds`]: record.ageSeconds,
      [`${OURS}form`]: record.form,
      [`${OURS}store`]: store?.kind,
      [`${OURS}store_reason`]: refusalOf(store),
      [`${OURS}upstream_ms`]: record.upstreamMs,
      [`${OURS}saved_upstream_ms`]: saved?.upstreamMs,
    }),
    failure: [verdict.reason, refusalOf(store)].find((reason) => reason !== undefined && FAULTS.has(reason)),
  };
}

/**
 * Its parts, as far as they ran: `lookup` once in the exact tier and once by meaning, `embed` before the latter, `verify` from the first
 * candidate that was looked at to the last one, second opinions included, `store` for an answer that was to be kept.
 */
export function partSpans({ timeline: { steps, epoch }, store }: DecisionRecord): SpanSketch[] {
  const verified = steps.filter(({ phase }) => phase === 'verify');
  const opinions = steps.filter(({ phase }) => phase === 'opinion');
  return [
    ...spanOf('lookup', only(steps, 'exact'), { [`${OURS}tier`]: 'exact' }),
    ...spanOf('embed', only(steps, 'embed'), {}),
    ...spanOf('lookup', only(steps, 'nearest'), { [`${OURS}tier`]: 'semantic' }),
    ...spanOf('verify', [...verified, ...opinions], {
      [`${OURS}candidates`]: verified.length,
      [`${OURS}second_opinions`]: opinions.length,
    }),
    ...spanOf('store', only(steps, 'store'), present({ [`${OURS}store`]: store?.kind })),
  ];

  function spanOf(name: string, of: readonly Step[], attributes: SpanSketch['attributes']): SpanSketch[] {
    if (of.length === 0) return [];
    const from = Math.min(...of.map((step) => step.from)) + epoch;
    return [{ name, from, to: Math.max(...of.map((step) => step.to)) + epoch, attributes }];
  }
}

function only(steps: readonly Step[], wanted: Step['phase']): Step[] {
  return steps.filter(({ phase }) => phase === wanted);
}

function refusalOf(store: StoreOutcome | undefined): string | undefined {
  return store?.kind === 'refused' ? store.reason : undefined;
}

function present(
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
): SpanSketch['attributes'] {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined),
  );
}
