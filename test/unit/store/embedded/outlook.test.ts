import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLayout, type Layout } from '../../../../src/store/embedded/layout';
import { countExpiring } from '../../../../src/store/embedded/outlook';

/** Several slices. */
const ENTRIES = 25_000;

let dir: string;
let layout: Layout;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'outlook-'));
  layout = openLayout(dir, 1e8);
  // Ten at a time share a millisecond.
  const put = (i: number): void => void layout.expiry.put([Math.floor(i / 10), `${i}`], ['p', '', 512]);
  await layout.root.transaction(() => {
    for (let i = 0; i < ENTRIES; i += 1) put(i);
  });
});
afterAll(async () => {
  await layout.root.close();
  rmSync(dir, { recursive: true });
});

describe('the outlook of a large store', () => {
  it.each([
    ['within one slice', [0, 9, 500]],
    ['at the ends of slices', [999, 1000, 1999, 2000]],
    ['over several slices', [1500, 2200, 2499, 2500, 9999]],
    ['at the same time twice, and before everything', [-1, 1200, 1200]],
  ])('counts every entry once: %s', async (_case, times) => {
    const counts = await countExpiring(layout, times, async (action) => action());
    expect(counts).toEqual(times.map((time) => Math.min(10 * (time + 1), ENTRIES)));
  });

  it('lets others have their turn after each slice', async () => {
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      pending = setImmediate(turn);
    };
    let pending = setImmediate(turn);
    await countExpiring(layout, [9999], async (action) => action());
    clearImmediate(pending);
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});
