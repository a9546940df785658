import type { Clock } from '../core/clock';
import { STREAM_ENDS, type BreakerState, type DecisionRecord, type StreamEnd } from '../core/decision';
import type { EntryStore } from '../core/entry';
import type { Overview, QueueDepth, StoreOverview } from '../core/overview';
import { createHistory } from './history';
import { PHASES } from './label-values';
import type { Metrics, MetricSources } from './metrics';
import { createHolds } from './overview-holds';
import { latencies, latencyOf, sumOf, sumsBy } from './overview-metrics';
import { createPrices, type PriceList } from './prices';

/** What only other rooms know, besides what the metrics ask for. */
export interface OverviewSources {
  readonly store: Pick<StoreOverview, 'kind' | 'prompts' | 'maxEntries' | 'maxBytes'>;
  /** `undefined`: there is no such queue. */
  readonly queueLimits: Readonly<Record<QueueDepth['name'], number | undefined>>;
  readonly expiringBy: EntryStore['expiringBy'];
}

export interface OverviewParts {
  readonly version: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly sources: MetricSources & { readonly overview: OverviewSources };
  readonly prices: PriceList;
  /** A source that fails leaves its part out; this hears of it. */
  readonly failed: (error: unknown) => void;
}

/** What the process knows of itself; most of it is in the metrics, only money and history are kept here. */
export interface OverviewKeeper {
  /** After the answer has gone. */
  decided(record: DecisionRecord): void;
  /** What hits spare from now on is worth this. */
  priced(prices: PriceList): void;
  breaker(state: BreakerState): void;
  read(): Promise<Overview>;
}

export function createOverview(parts: OverviewParts): OverviewKeeper {
  const { clock, metrics, sources, version } = parts;
  // Not the whole of it: the settings of a store say more than everybody who watches may see.
  const { kind, prompts, maxEntries, maxBytes } = sources.overview.store;
  const startedAt = clock.now();
  const history = createHistory(clock);
  const holds = createHolds({
    clock,
    stats: sources.store,
    expiringBy: sources.overview.expiringBy,
    failed: parts.failed,
  });
  let prices = createPrices(parts.prices);
  let breaker: BreakerState = 'closed';

  /** 0 for what has no price; that is counted. */
  function moneyOf({ model, saved }: DecisionRecord): number {
    if (saved === undefined) return 0;
    const counted = saved.promptTokens + saved.completionTokens > 0;
    const money = counted && model !== undefined ? prices.costOf(model, saved) : undefined;
    if (money === undefined) metrics.unpricedHits.inc();
    else metrics.savedCost.inc({ currency: prices.currency }, money);
    return money ?? 0;
  }

  async function saved(): Promise<Overview['saved']> {
    const tokens = await sumsBy(metrics.savedTokens, 'kind');
    return {
      promptTokens: tokens['prompt'] ?? 0,
      completionTokens: tokens['completion'] ?? 0,
      upstreamSeconds: await sumOf(metrics.savedSeconds),
      money: {
        currency: prices.currency,
        amount: (await sumsBy(metrics.savedCost, 'currency'))[prices.currency] ?? 0,
        unpricedHits: await sumOf(metrics.unpricedHits),
        pricesAsOf: prices.asOf,
      },
    };
  }

  return {
    decided(record) {
      history.add(record, moneyOf(record));
    },
    priced(list) {
      const { currency } = prices;
      prices = createPrices(list);
      if (prices.currency !== currency) history.forgetMoney();
    },
    breaker(state) {
      breaker = state;
    },
    async read() {
      // The store is asked first: what it takes its time for does not make the rest older.
      const held = await holds();
      return {
        ...{ version, startedAt, now: clock.now() },
        exchanges: {
          hits: await sumsBy(metrics.exchanges, 'reason', { verdict: 'hit' }),
          misses: await sumsBy(metrics.exchanges, 'reason', { verdict: 'miss' }),
          bypasses: await sumsBy(metrics.exchanges, 'reason', { verdict: 'bypass' }),
        },
        stores: {
          stored: (await sumsBy(metrics.stores, 'outcome'))['stored'] ?? 0,
          refused: await sumsBy(metrics.stores, 'reason', { outcome: 'refused' }),
        },
        latency: await latencyOfPhases(metrics),
        saved: await saved(),
        falseHits: sources.thresholds().map(falseHitsOf),
        store: { kind, prompts, maxEntries, maxBytes, breaker, holds: held },
        queues: queuesOf(sources),
        streams: await streamsOf(metrics),
        failures: await sumsBy(metrics.failures, 'where'),
        history: history.read(),
      };
    },
  };
}

async function latencyOfPhases({ phase, upstream }: Metrics): Promise<Overview['latency']> {
  const found = new Map([
    ...(await latencies(phase, 'phase')),
    ...[...(await latencies(upstream, '')).values()].map((buckets) => ['upstream', buckets] as const),
  ]);
  return [...PHASES, 'upstream'].flatMap((name) => {
    const buckets = found.get(name);
    return buckets?.at(-1)?.count ? [latencyOf(name, buckets)] : [];
  });
}

function falseHitsOf(known: ReturnType<MetricSources['thresholds']>[number]): Overview['falseHits'][number] {
  const { estimate, ...same } = known;
  const { checked, rate, low, high } = estimate;
  return { ...same, checked, rate: checked > 0 ? rate : undefined, low, high };
}

function queuesOf(sources: OverviewParts['sources']): readonly QueueDepth[] {
  const waiting: Record<QueueDepth['name'], () => number> = {
    embedding: sources.embedWaiting,
    'second-opinion': sources.opinionWaiting,
    writes: () => sources.writeQueue().jobs,
    checks: sources.checksWaiting,
  };
  return (Object.keys(waiting) as QueueDepth['name'][]).flatMap((name) => {
    const limit = sources.overview.queueLimits[name];
    return limit === undefined ? [] : [{ name, waiting: waiting[name](), limit }];
  });
}

async function streamsOf({ streams, streamsActive }: Metrics): Promise<Overview['streams']> {
  const ended = await sumsBy(streams, 'end');
  const [active] = (await streamsActive.get()).values;
  const counts = STREAM_ENDS.map((end) => [end, ended[end] ?? 0]);
  return { active: active?.value ?? 0, ended: Object.fromEntries(counts) as Record<StreamEnd, number> };
}
