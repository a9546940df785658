import { LRUCache } from 'lru-cache';
import type { CheckObserver } from '../core/decision';
import type { EntryStore } from '../core/entry';
import { NOTHING_SERVED, type Finding, type Thresholds } from '../core/thresholds';
import type { Hit } from './outcome';
import type { Question } from './question';

/** Entries of which it is remembered how they were served last. */
const MOST_SERVED = 50_000;

/** What came of a report. */
export interface ReportOutcome {
  /** Entries that left the store: one, or none when it had gone already. */
  readonly removed: number;
  /** Labels that it made: none where no policy with a bound has served the entry. */
  readonly labels: number;
}

/** Answers that people say are wrong. */
export interface Reports {
  /** A semantic hit was served, by a policy with a bound. */
  served(hit: Pick<Hit, 'entry' | 'score' | 'similarity'>, question: ServedQuestion): void;
  /** Reports of one entry at the same time have one outcome. @param entry its id, as the response header says @throws StoreError */
  wrong(entry: string): Promise<ReportOutcome>;
}

export interface ReportDeps {
  readonly store: Pick<EntryStore, 'scan' | 'remove'>;
  readonly thresholds: Thresholds;
  readonly observer: CheckObserver;
}

interface Report extends ReportOutcome {
  /** Whose entry it is, where that is known. */
  readonly policy: string | undefined;
}

interface ServedQuestion extends Pick<Question, 'policy'> {
  readonly lookup: Pick<Question['lookup'], 'verify'>;
}

type Served = Pick<Finding, 'policy' | 'mode' | 'score'>;

export function createReports({ store, thresholds, observer }: ReportDeps): Reports {
  const lately = new LRUCache<string, Served>({ max: MOST_SERVED });

  const underWay = new Map<string, Promise<Report>>();

  /** Where it is not known how the entry was served, it is taken to have been at the loosest score that is, if any is. */
  function loosest(policy: string): readonly Served[] {
    const serving = thresholds.inForce(policy).filter(({ threshold }) => threshold < NOTHING_SERVED);
    return serving.map(({ mode, threshold }) => ({ policy, mode, score: threshold }));
  }

  async function report(entry: string): Promise<Report> {
    let policy: string | undefined;
    let removed = 0;
    for await (const heads of store.scan({ ids: [entry] })) {
      policy = heads[0]?.policy ?? policy;
      removed += await store.remove(heads.map(({ id, partition }) => ({ id, partition })));
    }
    if (removed > 0) observer.falseEntryRemoved('feedback');
    const known = lately.get(entry);
    lately.delete(entry);
    // What is still found but gone when it is removed, somebody else has reported.
    const unknown = policy === undefined || removed === 0 ? [] : loosest(policy);
    const served = known === undefined ? unknown : [known];
    for (const each of served) thresholds.learn({ ...each, same: false, source: 'feedback' });
    return { removed, labels: served.length, policy: known?.policy ?? policy };
  }

  /** One that comes while the same entry is being removed adds nothing to it. */
  function joined(entry: string): Promise<Report> {
    const known = underWay.get(entry);
    if (known !== undefined) return known;
    const made = report(entry).finally(() => underWay.delete(entry));
    underWay.set(entry, made);
    return made;
  }

  return {
    served({ entry, score, similarity }, { policy, lookup }) {
      lately.set(entry.id, { policy, mode: lookup.verify, score: score ?? similarity });
    },
    async wrong(entry) {
      const { policy, ...outcome } = await joined(entry);
      observer.reported(entry, policy);
      return outcome;
    },
  };
}
