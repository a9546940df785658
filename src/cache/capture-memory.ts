/** The first piece of memory that an answer gets, bytes. Then twice as much each time. */
const FIRST_BYTES = 4096;

/** The memory that answers under way are copied into, bounded for all of them together. */
export interface CaptureMemory {
  open(): CaptureBuffer;
  /** Bytes that are taken. */
  held(): number;
}

/** A copy of one answer as it streams by. */
export interface CaptureBuffer {
  /** Bytes that were copied. */
  readonly length: number;
  /** False when there is no memory left: the answer is then given up, and what it had is free. */
  append(chunk: Uint8Array): boolean;
  /** Ends the capture: what was copied now belongs to the caller. */
  take(): Uint8Array;
  /** Ends the capture and forgets it. */
  drop(): void;
}

/**
 * Chunks are copied together: a stream of tokens comes in thousands of chunks, and to keep each as it came would take more
 * memory for the chunks than for what they hold.
 */
export function createCaptureMemory(maxBytes: number): CaptureMemory {
  let held = 0;
  const open = (): CaptureBuffer => {
    let bytes = new Uint8Array(0);
    let length = 0;
    const close = (): void => {
      held -= bytes.length;
      bytes = new Uint8Array(0);
      length = 0;
    };
    const grow = (needed: number): boolean => {
      const size = Math.max(FIRST_BYTES, bytes.length * 2, needed);
      if (held - bytes.length + size > maxBytes) return false;
      held += size - bytes.length;
      const larger = new Uint8Array(size);
      larger.set(bytes.subarray(0, length));
      bytes = larger;
      return true;
    };
    return {
      get length() {
        return length;
      },
      append(chunk) {
        const needed = length + chunk.length;
        if (needed > bytes.length && !grow(needed)) {
          close();
          return false;
        }
        bytes.set(chunk, length);
        length = needed;
        return true;
      },
      take() {
        const taken = bytes.subarray(0, length);
        close();
        return taken;
      },
      drop: close,
    };
  };
  return { open, held: () => held };
}
