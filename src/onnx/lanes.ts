/**
 * Texts of at most this many UTF-8 bytes (some 60 tokens) go by the short lane. Bytes foretell tokens well enough in any
 * script: about four a token in Latin letters, three in Chinese or Japanese.
 */
const SHORT_BYTES = 256;

/** Texts in one batch differ in length by less than this factor; padding costs as much as text. */
const BUCKET_FACTOR = 2;

/** Below this all texts are alike, bytes. */
const SMALLEST_BUCKET = 48;

export interface Sized {
  readonly bytes: number;
}

/** Waiting texts in two lanes, so that long ones do not hold up short ones. */
export interface Lanes<T extends Sized> {
  readonly size: number;
  /** False when this text finds no room. */
  push(item: T): boolean;
  /**
   * The next batch: the oldest text of a lane and, with a short one, others of similar length that wait too. The lanes
   * take turns while both have texts. Empty when nothing (that may be taken) waits.
   */
  take(longAllowed: boolean): readonly T[];
  /** Empties the lanes. */
  drain(): readonly T[];
}

export function isLong({ bytes }: Sized): boolean {
  return bytes > SHORT_BYTES;
}

/** Long texts get half of the room at most: a flood of them leaves the short ones theirs. */
export function createLanes<T extends Sized>({ room, maxBatch }: { room: number; maxBatch: number }): Lanes<T> {
  const shorts: T[] = [];
  const longs: T[] = [];
  let longWasLast = false;
  return {
    get size() {
      return shorts.length + longs.length;
    },
    push: (item) => {
      if (shorts.length + longs.length >= room) return false;
      if (isLong(item) && longs.length >= Math.ceil(room / 2)) return false;
      (isLong(item) ? longs : shorts).push(item);
      return true;
    },
    take: (longAllowed) => {
      const long = longAllowed && longs.length > 0 && (shorts.length === 0 || !longWasLast);
      longWasLast = long;
      return long ? longs.splice(0, 1) : takeSimilar(shorts, maxBatch);
    },
    drain: () => [...shorts.splice(0), ...longs.splice(0)],
  };
}

function takeSimilar<T extends Sized>(waiting: T[], most: number): readonly T[] {
  const first = waiting[0];
  if (!first) return [];
  const bucket = bucketOf(first);
  const batch: T[] = [];
  for (let i = 0; i < waiting.length && batch.length < most;) {
    const item = waiting[i];
    if (item && bucketOf(item) === bucket) batch.push(...waiting.splice(i, 1));
    else i++;
  }
  return batch;
}

function bucketOf({ bytes }: Sized): number {
  return Math.ceil(Math.log(Math.max(bytes, SMALLEST_BUCKET) / SMALLEST_BUCKET) / Math.log(BUCKET_FACTOR));
}
