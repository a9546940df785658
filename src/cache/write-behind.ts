import type { Entry } from '../core/entry';

/** Jobs that run at once: enough for writes to share a commit, or a request, of the store. */
const CONCURRENCY = 32;

/** Work that follows an answer. Never rejects: it reports its own outcome. */
export interface Job {
  /** What the job holds in memory until it is done. */
  readonly bytes: number;
  run(): Promise<void>;
}

/** Assembling, embedding and writing answers behind the client's back, bounded by count and by the bytes held. */
export interface WriteBehind {
  /** False when the queue is full; the job is then dropped, and the caller says so. */
  enqueue(job: Job): boolean;
  /** An entry becomes findable by its exact key before it is durable. */
  announce(entry: Entry): void;
  settle(entry: Entry): void;
  pending(id: string): Entry | undefined;
  /** Waiting and running. */
  depth(): { readonly jobs: number; readonly bytes: number };
  /** Resolves when all that was queued is done. */
  drained(): Promise<void>;
}

export function createWriteBehind(limits: { readonly jobs: number; readonly bytes: number }): WriteBehind {
  const announced = new Map<string, Entry>();
  const waiting: Job[] = [];
  const running = new Set<Promise<void>>();
  let bytes = 0;

  function pump(): void {
    while (running.size < CONCURRENCY) {
      const job = waiting.shift();
      if (job === undefined) return;
      // Not before the caller has returned to the event loop: an answer to Envoy goes first.
      const done = new Promise(setImmediate)
        .then(() => job.run())
        .finally(() => {
          running.delete(done);
          bytes -= job.bytes;
          pump();
        });
      running.add(done);
    }
  }

  return {
    enqueue(job) {
      if (waiting.length + running.size >= limits.jobs || bytes + job.bytes > limits.bytes) return false;
      waiting.push(job);
      bytes += job.bytes;
      pump();
      return true;
    },
    announce: (entry) => void announced.set(entry.id, entry),
    settle(entry) {
      if (announced.get(entry.id) === entry) announced.delete(entry.id);
    },
    pending: (id) => announced.get(id),
    depth: () => ({ jobs: waiting.length + running.size, bytes }),
    async drained() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
