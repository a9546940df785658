import { setImmediate } from 'node:timers/promises';
import type { Layout } from './layout';

/** Entries that are counted before others have their turn: LMDB walks over them on the event loop, some 0.1 µs each. */
const SLICE = 5000;
/** After every id. */
const LAST = '\uffff';

type ExpiryKey = [expiresAt: number, id: string];

/** How many entries expire at or before each of these times, which ascend. Every entry up to the last time is passed once. */
export async function countExpiring(
  layout: Layout,
  times: readonly number[],
  read: <T>(action: () => T) => Promise<T>,
): Promise<readonly number[]> {
  const counts: number[] = [];
  let counted = 0;
  let from: ExpiryKey | undefined;
  for (const time of times) {
    const end: ExpiryKey = [time, LAST];
    for (let next = from; ;) {
      const start = next;
      next = await read(() => keyAfterSlice(layout, start, end));
      counted += next === undefined ? await read(() => countOf(layout, start, end)) : SLICE;
      await setImmediate();
      if (next === undefined) break;
      from = next;
    }
    counts.push(counted);
    from = end;
  }
  return counts;
}

/** `undefined`: there are not more of them. */
function keyAfterSlice({ expiry }: Layout, start: ExpiryKey | undefined, end: ExpiryKey): ExpiryKey | undefined {
  const [key] = expiry.getKeys({ ...(start && { start }), end, offset: SLICE, limit: 1 });
  return key;
}

function countOf({ expiry }: Layout, start: ExpiryKey | undefined, end: ExpiryKey): number {
  return expiry.getKeysCount({ ...(start && { start }), end });
}
