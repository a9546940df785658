import type { PlacedInTime } from './in-order';
import type { Peeked, ReadyCall } from './replay';

/** Bytes of the calls that are looked into ahead of the one being decided on. */
const MOST_BYTES = 32 * 2 ** 20;

/** Looks into calls before it is their turn, so that the model gets their texts together. @param most calls ahead */
export async function* lookingAhead(
  calls: AsyncIterable<PlacedInTime>,
  peek: (call: PlacedInTime) => Promise<Peeked | undefined>,
  most: number,
): AsyncGenerator<ReadyCall, void> {
  const waiting: { readonly placed: PlacedInTime; readonly peeked: Promise<Peeked | undefined> }[] = [];
  let bytes = 0;
  const next = async (): Promise<ReadyCall | undefined> => {
    const first = waiting.shift();
    if (first === undefined) return undefined;
    bytes -= first.placed.call.body.length;
    return { ...first.placed, peeked: await first.peeked };
  };
  for await (const placed of calls) {
    waiting.push({ placed, peeked: peek(placed) });
    bytes += placed.call.body.length;
    while (waiting.length > most || (bytes > MOST_BYTES && waiting.length > 1)) {
      const ready = await next();
      if (ready !== undefined) yield ready;
    }
  }
  for (let ready = await next(); ready !== undefined; ready = await next()) yield ready;
}
