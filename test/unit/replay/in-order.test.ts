import { inOrder } from '../../../src/replay/in-order';
import type { RecordedCall } from '../../../src/replay/recorded-call';
import { CHAT_HEAD } from '../../support/chat-call';

const call = (number: number, time: number | undefined, bytes = 1): RecordedCall => ({
  ...{ number, time, head: CHAT_HEAD, body: Buffer.alloc(bytes), messagesOnly: false },
  ...{ answer: undefined, usage: undefined, upstreamMs: undefined },
});

async function ordered(calls: Iterable<RecordedCall>) {
  async function* each(): AsyncGenerator<RecordedCall, void> {
    yield* calls;
  }
  const found: (readonly [number, number, boolean])[] = [];
  for await (const placed of inOrder(each(), { gapMs: 10, begin: 500 })) {
    found.push([placed.call.number, placed.at, placed.late]);
  }
  return found;
}

it('sorts by time, and leaves equal times as they stand', async () => {
  expect(await ordered([call(1, 30), call(2, 10), call(3, 10), call(4, 20)])).toEqual([
    [2, 10, false],
    [3, 10, false],
    [4, 20, false],
    [1, 30, false],
  ]);
});

it('gives calls without a time the pace', async () => {
  expect(await ordered([call(1, undefined), call(2, undefined), call(3, 1000), call(4, undefined)])).toEqual([
    [1, 500, false],
    [2, 510, false],
    [3, 1000, false],
    [4, 1010, false],
  ]);
});

it('the clock never goes back: what comes a thousand calls too late is replayed where it stands', async () => {
  const many = Array.from({ length: 1500 }, (_, i) => call(i, 1000 + i));
  const found = await ordered([...many, call(9999, 0)]);
  expect(found).toHaveLength(1501);
  const late = found.filter(([, , isLate]) => isLate);
  expect(late).toEqual([[9999, 1000 + 499, true]]);
  expect(found.every(([, at], i) => i === 0 || at >= found[i - 1]![1])).toBe(true);
});

it('holds no more than the window, of a recording of any length', async () => {
  let given = 0;
  let taken = 0;
  let most = 0;
  async function* endless(): AsyncGenerator<RecordedCall, void> {
    for (; given < 20_000; given += 1) yield call(given, given);
  }
  for await (const placed of inOrder(endless(), { gapMs: 1, begin: 0 })) {
    expect(placed.late).toBe(false);
    taken += 1;
    most = Math.max(most, given - taken);
  }
  expect(taken).toBe(20_000);
  expect(most).toBeLessThanOrEqual(1001);
});

it('holds fewer when they are large', async () => {
  const megabytes = Array.from({ length: 8 }, (_, i) => call(i, 100 - i, 20 * 2 ** 20));
  // Three of twenty megabytes fit; the fourth sends the earliest on.
  expect((await ordered(megabytes)).slice(0, 2).map(([number]) => number)).toEqual([3, 4]);
});
