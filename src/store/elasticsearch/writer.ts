import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import type { Clock } from '../../core/clock';
import type { StoreObserver } from '../../core/decision';
import type { Entry } from '../../core/entry';
import { StoreError } from '../../core/errors';
import { encode } from './document';
import { asFailure, ElasticsearchFailure, responseKind, type FailureKind } from './failure';

/** What arrives within this time shares a request, ms. */
const GATHER_MS = 20;
/** Encoding a batch happens on the event loop: a few milliseconds. */
const BATCH_ENTRIES = 32;
const BATCH_BYTES = 1024 * 1024;
const PARALLEL = 2;
const REQUEST_MS = 10_000;
const FIRST_BACKOFF_MS = 100;
const LAST_BACKOFF_MS = 5000;
/** An entry that could not be written for this long is given up, ms. What waits is bounded by whoever puts. */
const PATIENCE_MS = 120_000;

export type Written = 'created' | 'updated';

/** Writes entries in batches; a write that failed for now is tried again, one that will never succeed is not. */
export interface Writer {
  /** Resolves when the cluster has it on disk. @throws ElasticsearchFailure */
  put(entry: Entry): Promise<Written>;
  /** Gives up what waits. */
  close(): Promise<void>;
}

export interface WriterOptions {
  readonly client: Client;
  readonly alias: string;
  readonly clock: Clock;
  readonly observer: Pick<StoreObserver, 'writeRetried'>;
  /** The alias is gone. */
  readonly indexMissing: (failure: ElasticsearchFailure) => void;
  /** An entry was refused for good: it is at fault itself, or the index is no longer what it was. */
  readonly rejected?: () => void;
}

interface Job {
  readonly entry: Entry;
  readonly since: number;
  readonly resolve: (written: Written) => void;
  readonly reject: (error: StoreError) => void;
}

export function createWriter(options: WriterOptions): Writer {
  const { clock, observer } = options;
  let waiting: Job[] = [];
  /** Two writes of one entry at a time could end in the wrong order. */
  const writing = new Set<string>();
  const running = new Set<Promise<void>>();
  let gathering = false;
  const closing = new AbortController();
  let backoffMs = 0;

  function pump(): void {
    if (waiting.length === 0 || gathering || running.size >= PARALLEL || closing.signal.aborted) return;
    gathering = true;
    const run = pause(Math.max(GATHER_MS, backoffMs), undefined, { signal: closing.signal })
      .finally(() => (gathering = false))
      .then(() => writeOne())
      .catch(() => undefined)
      .finally(() => {
        running.delete(run);
        pump();
      });
    running.add(run);
  }

  async function writeOne(): Promise<void> {
    const batch = takeBatch();
    if (batch.length === 0) return;
    for (const { entry } of batch) writing.add(entry.id);
    // What did not fit need not wait for this batch to end.
    pump();
    const outcomes = await sendBatch(batch, options, closing.signal);
    for (const { entry } of batch) writing.delete(entry.id);
    const again = batch.filter((job, i) => !settle(job, outcomes[i]));
    const why = outcomes.find((outcome) => typeof outcome !== 'string');
    backoffMs = again.length === 0 ? 0 : Math.min(LAST_BACKOFF_MS, Math.max(FIRST_BACKOFF_MS, 2 * backoffMs));
    if (again.length === 0) return;
    observer.writeRetried(again.length, why);
    // Older than what came meanwhile.
    waiting = [...again, ...waiting];
  }

  /** False: it is to be tried again. */
  function settle({ entry, since, resolve, reject }: Job, outcome: Outcome | undefined): boolean {
    if (outcome === undefined) return false;
    if (typeof outcome === 'string') {
      resolve(outcome);
      return true;
    }
    const late = clock.monotonic() - since > PATIENCE_MS || entry.expiresAt <= clock.now();
    if (!late && outcome.kind !== 'rejected') {
      if (outcome.kind === 'index-missing') options.indexMissing(outcome);
      return false;
    }
    if (outcome.kind === 'rejected') options.rejected?.();
    reject(outcome);
    return true;
  }

  /** In order, except that an entry whose older version is being written waits for its end. */
  function takeBatch(): readonly Job[] {
    const batch: Job[] = [];
    const left: Job[] = [];
    const ids = new Set(writing);
    let bytes = 0;
    for (const job of waiting) {
      const { id } = job.entry;
      const size = sizeOf(job.entry);
      const fits = batch.length === 0 || (batch.length < BATCH_ENTRIES && bytes + size <= BATCH_BYTES);
      if (fits && !ids.has(id)) {
        batch.push(job);
        bytes += size;
      } else left.push(job);
      ids.add(id);
    }
    waiting = left;
    return batch;
  }

  return {
    put: (entry) =>
      new Promise((resolve, reject) => {
        if (closing.signal.aborted) {
          reject(new StoreError('the store is closed'));
          return;
        }
        waiting.push({ entry, since: clock.monotonic(), resolve, reject });
        pump();
      }),
    async close() {
      closing.abort();
      await Promise.all(running);
      const given = new StoreError('the store was closed before the entry could be written');
      for (const { reject } of waiting.splice(0)) reject(given);
    },
  };
}

type Outcome = Written | ElasticsearchFailure;

function sizeOf({ completion, comparedText }: Entry): number {
  return completion.body.length + comparedText.length;
}

/** One outcome for each, in order. Never throws. */
async function sendBatch(
  batch: readonly Job[],
  options: WriterOptions,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const { client, alias } = options;
  try {
    const answer = await client.bulk(
      {
        index: alias,
        refresh: false,
        require_alias: true,
        operations: batch.flatMap(({ entry }) => [
          { index: { _id: entry.id, routing: entry.partition } },
          encode(entry),
        ]),
      },
      { maxRetries: 0, requestTimeout: REQUEST_MS, signal },
    );
    return answer.items.map(({ index: item }): Outcome => {
      if (item?.error === undefined) return item?.result === 'updated' ? 'updated' : 'created';
      return failureOf(responseKind(item.status, item.error.type), item.error.type);
    });
  } catch (error) {
    const failure = asFailure('writing entries', error);
    if (failure.kind !== 'rejected' || batch.length === 1) return batch.map(() => failure);
    // Too large together, or one spoils the rest.
    const half = Math.ceil(batch.length / 2);
    return [
      ...(await sendBatch(batch.slice(0, half), options, signal)),
      ...(await sendBatch(batch.slice(half), options, signal)),
    ];
  }
}

function failureOf(kind: FailureKind, type: string): ElasticsearchFailure {
  return new ElasticsearchFailure(kind, `Elasticsearch did not take an entry: ${type}`);
}
