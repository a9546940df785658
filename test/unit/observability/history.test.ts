import type { DecisionRecord, Verdict } from '../../../src/core/decision';
import { createHistory, type DecisionHistory } from '../../../src/observability/history';
import { recordOf } from './overview-record';

const HIT: Verdict = { kind: 'hit', reason: 'exact' };
const STEP = 10_000;

function atTime(ms: number): { history: DecisionHistory; time: { ms: number }; add: (verdict: Verdict) => void } {
  const time = { ms };
  const history = createHistory({ now: () => time.ms });
  const add = (verdict: Verdict): void => {
    history.add(recordOf({ verdict }), 0);
  };
  return { history, time, add };
}

/** Steps in which something happened: begin to number of hits. */
const hitsOf = (history: DecisionHistory): Record<number, number> =>
  Object.fromEntries(history.read().steps.flatMap(({ at, exact }) => (exact > 0 ? [[at, exact]] : [])));

describe('the history', () => {
  it.each<[Verdict, string]>([
    [{ kind: 'hit', reason: 'exact' }, 'exact'],
    [{ kind: 'hit', reason: 'coalesced' }, 'exact'],
    [{ kind: 'hit', reason: 'semantic' }, 'semantic'],
    [{ kind: 'miss', reason: 'shadow-exact' }, 'shadow'],
    [{ kind: 'miss', reason: 'shadow-semantic' }, 'shadow'],
    [{ kind: 'miss', reason: 'no-entry' }, 'miss'],
    [{ kind: 'bypass', reason: 'client-no-store' }, 'bypass'],
  ])('counts %j as %s and as nothing else', (verdict, column) => {
    const { history, add } = atTime(STEP);
    add(verdict);
    const none = { exact: 0, semantic: 0, shadow: 0, miss: 0, bypass: 0, money: 0 };
    expect(history.read().steps).toMatchObject([{ ...none, [column]: 1 }]);
  });

  it('leaves out calls that no policy covers', () => {
    const { history, add } = atTime(STEP);
    add({ kind: 'bypass', reason: 'not-a-completion' });
    add({ kind: 'bypass', reason: 'no-policy' });
    expect(history.read().steps[0]?.bypass).toBe(0);
  });

  it('begins steps at whole tens of seconds, and has one for each in which nothing came', () => {
    const { history, time, add } = atTime(12_345);
    add(HIT);
    time.ms = 19_999;
    add(HIT);
    time.ms = 41_000;
    add(HIT);
    expect(history.read().stepSeconds).toBe(10);
    expect(history.read().steps.map(({ at, exact }) => [at, exact])).toEqual([
      [10_000, 2],
      [20_000, 0],
      [30_000, 0],
      [40_000, 1],
    ]);
  });

  it('shows that nothing comes any more, though nobody writes', () => {
    const { history, time, add } = atTime(0);
    add(HIT);
    time.ms = 3 * STEP;
    expect(history.read().steps.map(({ exact }) => exact)).toEqual([1, 0, 0, 0]);
  });

  it('keeps an hour, in order, however long it goes on', () => {
    const { history, time, add } = atTime(0);
    for (let step = 0; step < 1000; step += 1) {
      time.ms = step * STEP;
      add(HIT);
    }
    const { steps } = history.read();
    expect(steps.map(({ at }) => at)).toEqual(Array.from({ length: 360 }, (_, i) => (640 + i) * STEP));
    expect(steps.every(({ exact }) => exact === 1)).toBe(true);
  });

  it('has nothing of before a gap longer than itself, and is no longer for it', () => {
    const { history, time, add } = atTime(0);
    add(HIT);
    time.ms = 361 * STEP;
    add(HIT);
    expect(hitsOf(history)).toEqual({ [361 * STEP]: 1 });
    time.ms = 10 ** 13;
    expect(history.read().steps).toHaveLength(1);
  });

  it('takes a clock that is corrected a little, and begins anew with one that is set back', () => {
    const { history, time, add } = atTime(5 * STEP);
    add(HIT);
    time.ms -= 1;
    add(HIT);
    expect(hitsOf(history)).toEqual({ [5 * STEP]: 2 });
    time.ms = STEP;
    add(HIT);
    expect(history.read().steps.map(({ at, exact }) => [at, exact])).toEqual([[STEP, 1]]);
  });

  it('gives the means of what was looked up and what was answered, and of nothing none', () => {
    const { history } = atTime(0);
    expect(history.read().steps).toMatchObject([{ lookupMs: undefined, upstreamMs: undefined }]);
    const looked = (total: number, upstreamMs?: number): DecisionRecord =>
      recordOf({ verdict: { kind: 'miss', reason: 'no-entry' }, phases: { total }, upstreamMs });
    history.add(looked(2, 800), 0);
    history.add(looked(4, 1000), 0);
    history.add(looked(6), 0);
    history.add(recordOf({ verdict: { kind: 'bypass', reason: 'client-no-store' }, phases: { total: 500 } }), 0);
    expect(history.read().steps).toMatchObject([{ lookupMs: 4, upstreamMs: 900 }]);
  });

  it('adds up money, and forgets it when it is no longer of one kind', () => {
    const { history } = atTime(0);
    history.add(recordOf({ verdict: HIT }), 0.25);
    history.add(recordOf({ verdict: HIT }), 0.5);
    expect(history.read().steps).toMatchObject([{ exact: 2, money: 0.75 }]);
    history.forgetMoney();
    expect(history.read().steps).toMatchObject([{ exact: 2, money: 0 }]);
  });
});
