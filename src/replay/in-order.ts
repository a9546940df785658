import type { RecordedCall } from './recorded-call';

/** Logs write a call when it ends, so that a long one comes after many short ones that were sent later. */
const WINDOW = { calls: 1000, bytes: 64 * 2 ** 20 };

/** A call and its place on the clock. */
export interface PlacedInTime {
  readonly call: RecordedCall;
  /** Milliseconds since the epoch; never before the one of the call before. */
  readonly at: number;
  /** It was sent before that, and came too late in the recording to be put in its place. */
  readonly late: boolean;
}

export interface Pace {
  /** Between two calls of which the recording does not say when they were sent, ms. */
  readonly gapMs: number;
  /** When the first is sent, if nothing says so. */
  readonly begin: number;
}

/** Calls in the order of their times, as far as a bounded window allows. */
export async function* inOrder(
  calls: AsyncIterable<RecordedCall>,
  { gapMs, begin }: Pace,
): AsyncGenerator<PlacedInTime, void> {
  const window: Timed[] = [];
  let bytes = 0;
  let last = begin;
  let begun = false;
  let sent = -Infinity;
  const next = (): PlacedInTime => {
    const [{ call, time }] = window.splice(0, 1) as [Timed];
    bytes -= sizeOf(call);
    const at = Math.max(time, sent);
    sent = at;
    return { call, at, late: time < at };
  };
  for await (const call of calls) {
    last = call.time ?? (begun ? last + gapMs : last);
    begun = true;
    insert(window, { call, time: last });
    bytes += sizeOf(call);
    while (window.length > WINDOW.calls || (bytes > WINDOW.bytes && window.length > 1)) yield next();
  }
  while (window.length > 0) yield next();
}

interface Timed {
  readonly call: RecordedCall;
  readonly time: number;
}

/** Behind those of the same time. Most come in order, and then this is the end. */
function insert(window: Timed[], timed: Timed): void {
  let at = window.length;
  while (at > 0 && (window[at - 1]?.time ?? -Infinity) > timed.time) at -= 1;
  window.splice(at, 0, timed);
}

function sizeOf({ body, answer }: RecordedCall): number {
  return body.length + (answer?.body.length ?? 0);
}
