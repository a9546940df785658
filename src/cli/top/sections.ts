import { sizeText, timeText } from '../progress-text';
import { milliseconds, money, share, whole } from './numbers';
import type { OverviewAnswer } from './overview-answer';
import { hitShares, lookupsIn, lookupsSinceStart, recentSteps, type Lookups } from './rates';
import { listed, type Row, type Section } from './row';
import { sparkline } from './sparkline';

const LABEL = 12;
const COLUMN = 12;

function labelled(label: string, text: string): string {
  return `${label.padEnd(LABEL)}${text}`;
}

function cells(label: string, texts: readonly string[]): string {
  return labelled(label, texts.map((text) => text.padStart(COLUMN)).join(''));
}

export function headSection({ version, startedAt, now }: OverviewAnswer, from: string): Section {
  const up = timeText(Math.max(0, now - startedAt) / 1000);
  const at = new Date(now).toTimeString().slice(0, 8);
  return [{ text: `llm-semantic-cache ${version}  up ${up}  ${at}  ${from}`, tone: 'head' }];
}

/** Shares of the lookups; shadow hits are misses that would have been hits. */
export function rateSection(overview: OverviewAnswer, width: number): Section {
  const { steps } = overview.history;
  const spans = [
    lookupsIn(recentSteps(overview, 60)),
    lookupsIn(recentSteps(overview, 600)),
    lookupsSinceStart(overview),
  ];
  const row = (label: string, hits: (of: Lookups) => number): Row => ({
    text: cells(
      label,
      spans.map((of) => share(of.all === 0 ? undefined : hits(of) / of.all)),
    ),
  });
  const line = sparkline(hitShares(steps), width - LABEL);
  return [
    { text: cells('', ['1 min', '10 min', 'since start']), tone: 'dim' },
    row('hits', ({ exact, semantic }) => exact + semantic),
    row('  exact', ({ exact }) => exact),
    row('  semantic', ({ semantic }) => semantic),
    row('  shadow', ({ shadow }) => shadow),
    {
      text: cells(
        'lookups',
        spans.map(({ all }) => whole(all)),
      ),
    },
    ...(line.trim() === '' ? [] : [{ text: labelled('hit rate', line) }]),
  ];
}

export function savedSection({ saved }: OverviewAnswer, width: number): Section {
  const { promptTokens, completionTokens, upstreamSeconds, money: spared } = saved;
  const dated = spared.pricesAsOf === undefined ? 'no prices' : `prices of ${spared.pricesAsOf}`;
  const words = [
    `${money(spared.currency, spared.amount)} (${dated})`,
    `${whole(promptTokens)} + ${whole(completionTokens)} tokens`,
    `${timeText(upstreamSeconds)} of waiting`,
    ...(spared.unpricedHits > 0 ? [`${whole(spared.unpricedHits)} hits without a price`] : []),
  ];
  return [{ text: listed(labelled('saved', ''), words, width) }];
}

export function latencySection({ latency }: OverviewAnswer): Section {
  const rows = latency
    .filter(({ count }) => count > 0)
    .map(({ phase, p50, p95, count }) => ({
      text: cells(`  ${phase}`, [milliseconds(p50), milliseconds(p95), whole(count)]),
    }));
  if (rows.length === 0) return [];
  return [{ text: cells('latency', ['p50 ms', 'p95 ms', 'count']), tone: 'dim' }, ...rows];
}

/** Reasons, the most frequent first. */
export function reasonSection({ exchanges, stores }: OverviewAnswer, width: number): Section {
  const kinds = [
    ['misses', exchanges.misses],
    ['bypasses', exchanges.bypasses],
    ['not stored', stores.refused],
  ] as const;
  return kinds.flatMap(([label, counts]) => {
    const words = ranked(counts);
    return words.length === 0 ? [] : [{ text: listed(labelled(label, ''), words, width) }];
  });
}

function ranked(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([word, count]) => `${word} ${whole(count)}`);
}

export function storeSection({ store, stores, queues, streams }: OverviewAnswer, width: number): Section {
  const { kind, breaker, holds, maxEntries, maxBytes } = store;
  const of = (max: number, shown: (value: number) => string): string => (max === 0 ? '' : ` of ${shown(max)}`);
  const held =
    holds === undefined
      ? ['does not answer']
      : [
          `${whole(holds.entries)}${of(maxEntries, whole)} entries`,
          `${sizeText(holds.bytes)}${of(maxBytes, sizeText)}`,
          `sweep ${timeText(holds.sweepLagSeconds)} behind`,
        ];
  const words = [kind, ...held, `${whole(stores.stored)} stored since start`, `breaker ${breaker}`];
  const waiting = queues.map(({ name, waiting: now, limit }) => `${name} ${whole(now)} of ${whole(limit)}`);
  const ended = Object.entries(streams.ended).map(([end, count]) => `${whole(count)} ${end}`);
  return [
    {
      text: listed(labelled('store', ''), words, width),
      ...(breaker === 'closed' && holds !== undefined ? {} : { tone: 'bad' }),
    },
    ...(waiting.length === 0 ? [] : [{ text: listed(labelled('queues', ''), waiting, width) }]),
    { text: listed(labelled('streams', ''), [`${whole(streams.active)} open`, ...ended], width) },
  ];
}

/** Least score that is served is one that no score reaches. */
const NOTHING_SERVED = 2;

export function falseHitSection({ falseHits }: OverviewAnswer, width: number): Section {
  return falseHits.map(({ policy, maxFalseHitRate, threshold, checked, rate, low, high }, i) => {
    const within = checked === 0 ? '' : ` [${share(low).replace(' %', '')}, ${share(high).replace(' %', '')}]`;
    const words = [
      `${policy} ${share(rate)}${within} of at most ${share(maxFalseHitRate)}`,
      `${whole(checked)} checked`,
      threshold >= NOTHING_SERVED ? 'nothing served by meaning yet' : `threshold ${threshold.toFixed(3)}`,
    ];
    const over = rate !== undefined && rate > maxFalseHitRate;
    const text = listed(labelled(i === 0 ? 'false hits' : '', ''), words, width);
    return { text, ...(over ? { tone: 'bad' } : {}) };
  });
}

export function failureSection({ failures }: OverviewAnswer, width: number): Section {
  const words = ranked(failures);
  return words.length === 0 ? [] : [{ text: listed(labelled('failures', ''), words, width), tone: 'bad' }];
}
