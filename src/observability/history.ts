import type { Clock } from '../core/clock';
import type { DecisionRecord } from '../core/decision';
import type { History, HistoryStep } from '../core/overview';
import { isRoutine } from './decision-log';

const STEP_MS = 10_000;
/** An hour. */
const STEPS = 360;

/** Counts of the last hour in steps of ten seconds. Takes the same memory however much happens, and no timer: the clock moves it on. */
export interface DecisionHistory {
  /** @param money what the call would have cost; 0 for what is no hit */
  add(record: DecisionRecord, money: number): void;
  /** What was saved so far is no longer comparable: its currency is another one now. */
  forgetMoney(): void;
  read(): History;
}

interface Counts {
  readonly at: number;
  exact: number;
  semantic: number;
  shadow: number;
  miss: number;
  bypass: number;
  money: number;
}

interface Step {
  readonly counts: Counts;
  readonly lookup: Mean;
  readonly upstream: Mean;
  /** As it was last shown, until something is added: there are hundreds of them each time that somebody looks. */
  shown: HistoryStep | undefined;
}

interface Mean {
  sum: number;
  count: number;
}

export function createHistory(clock: Pick<Clock, 'now'>): DecisionHistory {
  /** Ring; `last` is the step under way. */
  let ring: Step[] = [];
  let last = -1;

  function begin(at: number): Step {
    const step = emptyStep(at);
    last = (last + 1) % STEPS;
    ring[last] = step;
    return step;
  }

  function present(): Step {
    const at = Math.floor(clock.now() / STEP_MS) * STEP_MS;
    let step = ring[last] ?? begin(at);
    // A clock that was set, and not just corrected, makes what was seen before it a matter of another time.
    if (at < step.counts.at - STEP_MS || at - step.counts.at > STEPS * STEP_MS) {
      ring = [];
      last = -1;
      step = begin(at);
    }
    while (step.counts.at < at) step = begin(step.counts.at + STEP_MS);
    return step;
  }

  return {
    add(record, money) {
      // Health checks and other paths would drown what the cache could have done something about.
      if (isRoutine(record)) return;
      const step = present();
      step.shown = undefined;
      step.counts[columnOf(record)] += 1;
      step.counts.money += money;
      if (record.verdict.kind !== 'bypass') addTo(step.lookup, record.phases.total);
      addTo(step.upstream, record.upstreamMs);
    },
    forgetMoney() {
      for (const step of ring) {
        step.counts.money = 0;
        step.shown = undefined;
      }
    },
    read() {
      present();
      const inOrder = [...ring.slice(last + 1), ...ring.slice(0, last + 1)];
      return { stepSeconds: STEP_MS / 1000, steps: inOrder.map((step) => (step.shown ??= shownOf(step))) };
    },
  };
}

function columnOf({ verdict }: DecisionRecord): 'exact' | 'semantic' | 'shadow' | 'miss' | 'bypass' {
  if (verdict.kind === 'hit') return verdict.reason === 'semantic' ? 'semantic' : 'exact';
  if (verdict.kind === 'bypass') return 'bypass';
  return verdict.reason === 'shadow-exact' || verdict.reason === 'shadow-semantic' ? 'shadow' : 'miss';
}

function emptyStep(at: number): Step {
  return {
    counts: { at, exact: 0, semantic: 0, shadow: 0, miss: 0, bypass: 0, money: 0 },
    lookup: { sum: 0, count: 0 },
    upstream: { sum: 0, count: 0 },
    shown: undefined,
  };
}

function addTo(mean: Mean, ms: number | undefined): void {
  if (ms === undefined) return;
  mean.sum += ms;
  mean.count += 1;
}

function shownOf({ counts, lookup, upstream }: Step): HistoryStep {
  return { ...counts, lookupMs: meanOf(lookup), upstreamMs: meanOf(upstream) };
}

/** To a microsecond: more digits only make the answer longer. */
function meanOf({ sum, count }: Mean): number | undefined {
  return count === 0 ? undefined : Math.round((1000 * sum) / count) / 1000;
}
