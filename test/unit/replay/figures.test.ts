import { otherShare } from '../../../src/cli/replay-figures';
import { halvesOf, progressOf } from '../../../src/replay/over-time';
import { fairSample } from '../../../src/replay/sample';
import { underWay } from '../../../src/replay/under-way';
import { seededRandom } from '../../../src/evaluation/random';

describe('hits over time', () => {
  it('are told by halves, however many calls there are', () => {
    const progress = progressOf();
    for (let i = 0; i < 100_000; i += 1) progress.count(i < 50_000 ? 'miss' : 'hit');
    const [first, second] = halvesOf(progress.steps());
    expect(progress.steps().length).toBeLessThanOrEqual(512);
    expect(first.calls + second.calls).toBe(100_000);
    expect(Math.abs(first.calls - 50_000)).toBeLessThan(300);
    expect(second.hits + first.hits).toBe(50_000);
    expect(first.hits).toBeLessThan(300);
  });

  it('bypasses are calls that are not looked up', () => {
    const progress = progressOf();
    for (const kind of ['hit', 'bypass', 'miss'] as const) progress.count(kind);
    expect(halvesOf(progress.steps())).toEqual([
      { calls: 2, lookedUp: 1, hits: 1 },
      { calls: 1, lookedUp: 1, hits: 0 },
    ]);
  });
});

it('a sample is fair: the last is in it as often as the first', async () => {
  const random = seededRandom(3);
  const counts = { first: 0, last: 0 };
  for (let round = 0; round < 2000; round += 1) {
    const sample = fairSample<number>(5, random);
    for (let i = 0; i < 50; i += 1) await sample.offer(() => Promise.resolve(i));
    if (sample.taken.includes(0)) counts.first += 1;
    if (sample.taken.includes(49)) counts.last += 1;
  }
  // 200 each, with a standard deviation of 13.
  expect(counts.first).toBeGreaterThan(140);
  expect(counts.first).toBeLessThan(260);
  expect(counts.last).toBeGreaterThan(140);
  expect(counts.last).toBeLessThan(260);
});

it('what is under way comes when it is due', () => {
  const later = underWay();
  const due = (at: number) => ({ at, run: () => Promise.resolve() });
  for (const at of [30, 10, 20]) later.add(due(at));
  expect(later.take(5)).toBeUndefined();
  expect([later.take(25)?.at, later.take(25)?.at, later.take(25)?.at]).toEqual([10, 20, undefined]);
  expect(later.take(Infinity)?.at).toBe(30);
});

it('uncertain answers widen the estimate to both sides', () => {
  const { least, most, interval } = otherShare({ same: 90, different: 2, uncertain: 8 });
  expect([least, most]).toEqual([0.02, 0.1]);
  // Clopper and Pearson at 95 %: 2 of 100 from 0.0024, 10 of 100 to 0.1762.
  expect(interval.low).toBeCloseTo(0.0024, 4);
  expect(interval.high).toBeCloseTo(0.1762, 4);
});
