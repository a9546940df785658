import { createReserve } from '../../../src/calibration/reserve';

const SETTINGS = { bound: 0.01, confidence: 0.95, least: 0.02, most: 0.2 };

describe('reserve of false hits that did not happen', () => {
  it('lets the share of checks fall from the greatest to the least as hits prove right', () => {
    const reserve = createReserve(SETTINGS);
    const shares = [reserve.share()];
    for (let i = 0; i < 10_000; i += 1) {
      reserve.add(true, reserve.share());
      shares.push(reserve.share());
    }
    expect(shares[0]).toBe(0.2);
    expect(shares.at(-1)).toBe(0.02);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });

  it('pays with every share for a sudden turn, all hits of which are false, with the confidence asked for', () => {
    const reserve = createReserve(SETTINGS);
    for (let held = 0, i = 0; i < 10_000; i += 1) {
      const share = reserve.share();
      reserve.add(true, share);
      held = Math.min(held + 0.01 / share, 1e6);
      // False hits that are unnoticed with a probability of no more than 5 %.
      const unnoticed = Math.log(0.05) / Math.log(1 - reserve.share());
      if (reserve.share() < 0.2) expect(unnoticed).toBeLessThan(held);
    }
  });

  it('counts a false hit for all those that were not checked, and checks more again', () => {
    const reserve = createReserve(SETTINGS);
    for (let i = 0; i < 10_000; i += 1) reserve.add(true, 0.02);
    reserve.add(false, 0.02);
    expect(reserve.share()).toBeGreaterThan(0.02);
    for (let i = 0; i < 10; i += 1) reserve.add(false, 0.02);
    expect(reserve.share()).toBe(0.2);
  });
});
