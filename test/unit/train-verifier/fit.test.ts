import { chance } from '../../../tools/verifier/chance';
import { fit, type Examples } from '../../../tools/verifier/fit';

/** The first feature speaks for "same", the second against it, the third says nothing. */
function examples(): Examples {
  const by = chance(1);
  const rows = Array.from({ length: 800 }, () => [by.next(), by.next(), by.next()] as const);
  const isSame = ([up, down]: readonly [number, number, number]): boolean => up - down + 0.3 * (by.next() - 0.5) > 0;
  return {
    x: Float64Array.from(rows.flat()),
    y: Uint8Array.from(rows.map((row) => Number(isSame(row)))),
    weight: Float64Array.from(rows.map(() => 1)),
  };
}

describe('the fit', () => {
  it('finds what speaks for and against', () => {
    const { weights, bias } = fit(examples(), [1, -1, 1], 0.001);
    const [up = 0, down = 0, nothing = 0] = weights;
    expect(up).toBeGreaterThan(3);
    expect(down).toBeLessThan(-3);
    expect(Math.abs(nothing)).toBeLessThan(1);
    // Even odds where the two balance.
    expect(Math.abs(bias + 0.5 * (up + down + nothing))).toBeLessThan(0.5);
  });

  it('never gives a weight the wrong sign', () => {
    expect(fit(examples(), [-1, 1, 1], 0.001).weights.slice(0, 2)).toEqual([0, 0]);
  });

  it('leaves out what counts nothing', () => {
    const all = examples();
    const half = { x: all.x.slice(1200), y: all.y.slice(400), weight: all.weight.slice(400) };
    const muted = { ...all, weight: all.weight.map((w, i) => (i < 400 ? 0 : w)) };
    const inverted = { ...muted, y: all.y.map((y, i) => (i < 400 ? 1 - y : y)) };
    expect(fit(inverted, [1, -1, 1], 0.1)).toEqual(fit(muted, [1, -1, 1], 0.1));
    expect(fit(muted, [1, -1, 1], 0.1).weights[0]).toBeCloseTo(fit(half, [1, -1, 1], 0.1).weights[0] ?? 0, 0);
  });
});
