import { setImmediate } from 'node:timers/promises';
import { createThresholds, type LearnedThresholds } from '../../../src/app/thresholds';
import type { LearnerSettings, ThresholdLearner } from '../../../src/calibration/learner';
import { StoreError } from '../../../src/core/errors';
import type { Label, LabelLog } from '../../../src/core/label';
import { NOTHING_SERVED, type BoundedLookup } from '../../../src/core/thresholds';
import { BOUND } from '../../support/checking';
import { lookupSettings } from '../../support/policies';

/** A log in memory whose faults are the subject, and a learner that only remembers what it was taught. */
interface Log extends LabelLog {
  readonly labels: Label[];
  fails: boolean;
  /** Gives what it gave before once more, as a log with an overlap does. */
  repeats: boolean;
}

const PAGE = 3;

function memoryLog(): Log {
  const log: Log = {
    labels: [],
    fails: false,
    repeats: false,
    async append(label) {
      if (log.fails) throw new StoreError('full');
      log.labels.push(label);
    },
    async read(after) {
      if (log.fails) throw new StoreError('away');
      const from = log.repeats ? 0 : Number(after ?? 0);
      const labels = log.repeats ? [...log.labels] : log.labels.slice(from, from + PAGE);
      const next = from + labels.length;
      return { labels, next: String(next), more: next < log.labels.length };
    },
  };
  return log;
}

interface Taught extends ThresholdLearner {
  readonly settings: LearnerSettings;
  readonly taught: string[];
}

function replica(
  log: LabelLog,
  time = { ms: 0 },
): { thresholds: LearnedThresholds; learners: Taught[]; failures: string[] } {
  const learners: Taught[] = [];
  const failures: string[] = [];
  const thresholds = createThresholds({
    log,
    embedder: 'e',
    verifier: { identity: 'v', threshold: (_mode, minSimilarity) => minSimilarity },
    clock: { now: () => 1_000_000 + time.ms, monotonic: () => time.ms },
    failed: (where) => failures.push(where),
    createLearner: (settings) => {
      const taught: string[] = [];
      const learner: Taught = {
        settings,
        taught,
        learn: ({ score, same }) => void taught.push(`${score} ${same}`),
        threshold: settings.configured,
        checkShare: () => 0,
        wantsNearMiss: () => true,
        estimate: { checked: 0, falseHits: 0, rate: 0, low: 0, high: 1 },
      };
      learners.push(learner);
      return learner;
    },
  });
  return { thresholds, learners, failures };
}

const bounded = (change: Partial<BoundedLookup> = {}): BoundedLookup => ({
  ...lookupSettings(),
  bound: BOUND,
  ...change,
});
const finding = (score: number, same = true, policy = 'p') =>
  ({ policy, mode: 'standard', score, same, source: 'check' }) as const;

/** Asked for, and its log read. */
async function ready(
  { thresholds }: { thresholds: LearnedThresholds },
  policy = 'p',
  lookup = bounded(),
): Promise<void> {
  thresholds.of(policy, lookup);
  await thresholds.read();
  await setImmediate();
  await thresholds.read();
}

describe('the thresholds of policies', () => {
  it('serve nothing until the log is read, nor while it cannot be', async () => {
    const log = memoryLog();
    const one = replica(log);
    log.fails = true;
    expect(one.thresholds.of('p', bounded()).threshold).toBe(NOTHING_SERVED);
    await ready(one);
    expect(one.thresholds.of('p', bounded()).threshold).toBe(NOTHING_SERVED);
    expect(one.failures).toContain('labels-read');
    log.fails = false;
    await one.thresholds.read();
    expect(one.thresholds.of('p', bounded()).threshold).toBe(0.95);
  });

  it('are taught by own labels at once, by those of others when they are read, and by none twice', async () => {
    const log = memoryLog();
    const [one, other] = [replica(log), replica(log)];
    await Promise.all([ready(one), ready(other)]);
    one.thresholds.learn(finding(0.96));
    expect(one.learners[0]?.taught).toEqual(['0.96 true']);
    expect(other.learners[0]?.taught).toEqual([]);
    await Promise.all([one.thresholds.read(), other.thresholds.read()]);
    log.repeats = true;
    await Promise.all([one.thresholds.read(), other.thresholds.read()]);
    expect(one.learners[0]?.taught).toEqual(['0.96 true']);
    expect(other.learners[0]?.taught).toEqual(['0.96 true']);
  });

  it('are the same after a restart, whatever the pages of the log', async () => {
    const log = memoryLog();
    const one = replica(log);
    await ready(one);
    for (let i = 0; i < 10; i++) one.thresholds.learn(finding(0.9 + i / 1000, i !== 5));
    await one.thresholds.stop();
    const again = replica(log);
    await ready(again);
    expect(again.learners[0]?.taught).toEqual(one.learners[0]?.taught);
    expect(again.learners[0]?.taught).toHaveLength(10);
  });

  it('are learned apart by policy, mode, model and verifier', async () => {
    const log = memoryLog();
    const one = replica(log);
    await ready(one);
    await ready(one, 'q');
    await ready(one, 'p', bounded({ verify: 'strict' }));
    one.thresholds.learn(finding(0.96));
    expect(one.learners.map(({ taught }) => taught.length)).toEqual([1, 0, 0]);
    log.labels.push({ ...log.labels[0]!, id: 'other', scale: 'another model' });
    await one.thresholds.read();
    expect(one.learners.map(({ taught }) => taught.length)).toEqual([1, 0, 0]);
  });

  it('are kept over a reload that leaves the terms as they were, and learned anew from the log for other terms', async () => {
    const one = replica(memoryLog());
    await ready(one);
    one.thresholds.learn(finding(0.96));
    await ready(one, 'p', bounded({ paceMs: 5 }));
    expect(one.learners).toHaveLength(1);
    await ready(one, 'p', bounded({ bound: { ...BOUND, maxFalseHitRate: 0.01 } }));
    expect(one.learners).toHaveLength(2);
    expect(one.learners[1]).toMatchObject({
      taught: ['0.96 true'],
      settings: { maxFalseHitRate: 0.01, configured: 0.95 },
    });
    const { confidence } = BOUND;
    expect(one.thresholds.estimates()).toEqual([
      { policy: 'p', threshold: 0.95, maxFalseHitRate: 0.01, confidence, estimate: one.learners[1]?.estimate },
    ]);
  });

  it('learn all the same when the log takes no label, which is told', async () => {
    const log = memoryLog();
    const one = replica(log);
    await ready(one);
    log.fails = true;
    one.thresholds.learn(finding(0.96, false));
    await one.thresholds.stop();
    expect(one.learners[0]?.taught).toEqual(['0.96 false']);
    expect(one.failures).toEqual(['labels-append']);
  });

  it('are forgotten when nobody has asked for an hour', async () => {
    const time = { ms: 0 };
    const one = replica(memoryLog(), time);
    await ready(one);
    time.ms = 3_700_000;
    await one.thresholds.read();
    expect(one.thresholds.estimates()).toEqual([]);
  });
});
