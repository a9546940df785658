import { LRUCache } from 'lru-cache';
import type { Clock } from '../core/clock';
import type { CheckObserver, CheckOutcome, Observer } from '../core/decision';
import type { Codec } from '../core/dialect';
import type { Embedder } from '../core/embedder';
import type { Entry, EntryStore, KeptEntry } from '../core/entry';
import { EmbedderBusyError, StoreUnavailableError } from '../core/errors';
import type { AnswerJudge } from '../core/judge';
import type { Thresholds } from '../core/thresholds';
import type { Verifier } from '../core/verifier';
import { compareAnswers } from './compare-answers';
import { createJobQueue } from './job-queue';
import type { Trial } from './outcome';
import type { Question } from './question';

/** Comparisons that wait, and what their answers take. They are few: the answers of one call in fifty. */
export const CHECKS_QUEUED = 200;
const QUEUE = { jobs: CHECKS_QUEUED, bytes: 16 * 2 ** 20, concurrency: 1 };
/** Entries whose next hit is checked, because one near them was wrong. */
const MOST_SUSPECTED = 10_000;
/** Neighbours that one false hit puts under suspicion. */
const NEIGHBOURS = 20;

/** How a policy's promise about false hits is kept. */
export interface CheckParts {
  readonly thresholds: Thresholds;
  /** `undefined`: nobody is asked. */
  readonly judge: AnswerJudge | undefined;
  readonly observer: CheckObserver;
  /** 0 to 1, exclusive. */
  readonly random: () => number;
}

export interface CheckDeps extends CheckParts {
  readonly codec: Codec;
  readonly embedder: Embedder;
  readonly verifier: Verifier;
  readonly store: Pick<EntryStore, 'get' | 'nearest' | 'remove'>;
  readonly clock: Clock;
  readonly failed: Observer['failed'];
}

/** The upstream's answer to a call on which something is to be learned. */
export interface Tried {
  readonly trial: Trial;
  readonly exchange: string;
  readonly question: Question;
}

/** Holds stored answers against the upstream's, behind everybody's back, and sees to what follows from it. */
export interface Checks {
  /** Takes the upstream's answer as it is kept. */
  compare(tried: Tried, fresh: Entry): void;
  /** There will be no answer to compare with. */
  dropped(tried: Tried): void;
  /** Whether the next hit of this entry is to be checked whatever chance says; it is not suspected any more then. */
  readonly suspected: (entry: string) => boolean;
  /** Comparisons waiting or under way. */
  waiting(): number;
  drained(): Promise<void>;
}

export function createChecks(deps: CheckDeps): Checks {
  const { thresholds, observer } = deps;
  const queue = createJobQueue(QUEUE);
  const suspects = new LRUCache<string, true>({ max: MOST_SUSPECTED });

  function told({ trial, exchange, question }: Tried, outcome: CheckOutcome): void {
    const { entry, score, source } = trial;
    observer.checked({ exchange, policy: question.policy, source, outcome, entry: entry.id, score });
  }

  async function run(tried: Tried, fresh: Entry): Promise<void> {
    const outcome = await outcomeOf(tried, fresh, deps);
    told(tried, outcome);
    if (outcome === 'dropped') return;
    const { trial, question } = tried;
    const { score, source } = trial;
    thresholds.learn({
      policy: question.policy,
      mode: question.lookup.verify,
      score,
      same: outcome === 'same',
      source,
    });
    // A near miss is right where it is: for its own question.
    if (outcome === 'different' && source === 'check') await turnedOut(tried, fresh);
  }

  /** A hit would have been wrong. */
  async function turnedOut({ trial, question }: Tried, { vector }: Entry): Promise<void> {
    try {
      if ((await deps.store.remove([trial.entry])) > 0) observer.falseEntryRemoved('check');
      if (question.lookup.bound?.recheckNeighbours !== true || vector === undefined) return;
      for (const id of await neighboursOf(question, vector, deps)) suspects.set(id, true);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) deps.failed('false-entry', error);
    }
  }

  return {
    compare(tried, fresh) {
      const bytes = fresh.completion.body.length;
      if (!queue.enqueue({ bytes, run: () => run(tried, fresh) })) told(tried, 'dropped');
    },
    dropped(tried) {
      told(tried, 'dropped');
    },
    suspected: (entry) => suspects.delete(entry),
    waiting: () => queue.depth().jobs,
    drained: () => queue.drained(),
  };
}

/** Never throws. */
async function outcomeOf({ trial, question }: Tried, fresh: Entry, deps: CheckDeps): Promise<CheckOutcome> {
  try {
    const stored = await deps.store.get(trial.entry);
    if (stored === undefined || !isStill(stored, trial, fresh)) return 'dropped';
    return await compareAnswers(
      {
        question: question.request.comparedText,
        stored: await deps.codec.said(stored.dialect, stored.completion),
        fresh: await deps.codec.said(fresh.dialect, fresh.completion),
      },
      deps,
    );
  } catch (error) {
    if (!(error instanceof EmbedderBusyError || error instanceof StoreUnavailableError)) deps.failed('check', error);
    return 'dropped';
  }
}

/** The very answer that was the candidate's, and one that can be held against this one. */
function isStill(stored: KeptEntry, { entry, createdAt }: Trial, fresh: Entry): boolean {
  return stored.partition === entry.partition && stored.createdAt === createdAt && stored.dialect === fresh.dialect;
}

/** Entries that a question like this may be answered from. */
async function neighboursOf(
  { partition, lookup }: Question,
  vector: Float32Array,
  { store, embedder, clock }: CheckDeps,
): Promise<readonly string[]> {
  const query = { partition, vector, embedder: embedder.identity, now: clock.now(), limit: NEIGHBOURS };
  const near = await store.nearest(query);
  return near.filter(({ similarity }) => similarity >= lookup.minSimilarity).map(({ id }) => id);
}
