import type { FalseHits, Overview, QueueDepth, StoreOverview } from '../../core/overview';
import { count, counted, duration, rate } from '../format.js';
import { total } from './counts.js';
import { NOTHING_SERVED } from './false-hits.js';
import type { Policies } from './policies.js';

/** Something that an operator should know. `bad`: calls go on without the cache, or against what was configured. */
export interface Remark {
  readonly level: 'warn' | 'bad';
  readonly words: string;
}

/** From this share of its limit on a queue is named. */
const NEARLY_FULL = 0.8;
const LATE_SWEEP_SECONDS = 3600;

export function health(overview: Overview, policies: Policies | undefined): readonly Remark[] {
  const { store, queues, falseHits, streams, failures, stores } = overview;
  const failed = total(failures);
  const where = Object.keys(failures).filter((key) => (failures[key] ?? 0) > 0);
  const lost = (stores.refused['queue-full'] ?? 0) + (stores.refused['store-error'] ?? 0);
  return [
    ...refusedRemarks(policies),
    ...storeRemarks(store),
    ...queues.flatMap(queueRemark),
    ...falseHits.flatMap(boundRemark),
    ...remark(
      failed > 0,
      `${counted(failed, 'failure')} of ours since the start (${where.join(', ')}); see "failure" in the log.`,
    ),
    ...remark(
      streams.ended.failed > 0,
      `${counted(streams.ended.failed, 'stream')} of Envoy ended by a fault of ours.`,
    ),
    ...remark(lost > 0, `${counted(lost, 'answer')} could not be stored (full queue, or the store failed).`),
  ];
}

function remark(holds: boolean, words: string, level: Remark['level'] = 'warn'): readonly Remark[] {
  return holds ? [{ level, words }] : [];
}

function refusedRemarks(policies: Policies | undefined): readonly Remark[] {
  return Object.entries(policies?.refused ?? {}).map(([part, { problems }]) => ({
    level: 'bad',
    words: `The ${part} as written ${part === 'annotations' ? 'are' : 'is'} wrong and not in force (${counted(problems.length, 'problem')}, below).`,
  }));
}

function storeRemarks({ breaker, holds, maxEntries, maxBytes }: StoreOverview): readonly Remark[] {
  const full = holds !== undefined && (isFull(holds.entries, maxEntries) || isFull(holds.bytes, maxBytes));
  return [
    ...remark(
      breaker === 'open',
      'The store does not answer and is not asked for now: calls go on without the cache.',
      'bad',
    ),
    ...remark(breaker === 'half-open', 'The store did not answer lately; it is being tried.'),
    ...remark(holds === undefined && breaker === 'closed', 'The store did not say in time what it holds.'),
    ...remark(full, 'The store is nearly at its bound: its oldest entries make room.'),
    ...remark(
      (holds?.sweepLagSeconds ?? 0) > LATE_SWEEP_SECONDS,
      `Expired entries have waited ${duration(holds?.sweepLagSeconds ?? 0)} for the sweeper.`,
    ),
  ];
}

function isFull(value: number, bound: number): boolean {
  return bound > 0 && value >= bound * 0.95;
}

function queueRemark({ name, waiting, limit }: QueueDepth): readonly Remark[] {
  return remark(
    limit > 0 && waiting >= limit * NEARLY_FULL,
    `The queue "${name}" holds ${count(waiting)} of ${count(limit)}.`,
  );
}

function boundRemark({ policy, maxFalseHitRate, low, rate: estimate, threshold }: FalseHits): readonly Remark[] {
  if (threshold >= NOTHING_SERVED || estimate === undefined || estimate <= maxFalseHitRate) return [];
  const sure = low > maxFalseHitRate;
  const words = `Policy ${policy}: ${rate(estimate)} of the checked hits were false, ${rate(maxFalseHitRate)} are allowed.`;
  return [{ level: sure ? 'bad' : 'warn', words }];
}
