/** Work that nobody waits for. Never rejects: it reports its own outcome. */
export interface Job {
  /** What the job holds in memory until it is done. */
  readonly bytes: number;
  run(): Promise<void>;
}

export interface JobLimits {
  /** Waiting and running. */
  readonly jobs: number;
  readonly bytes: number;
  /** Jobs that run at once. */
  readonly concurrency: number;
}

/** Jobs in order, bounded by count and by the bytes held. */
export interface JobQueue {
  /** False when the queue is full; the job is then dropped, and the caller says so. */
  enqueue(job: Job): boolean;
  /** Waiting and running. */
  depth(): { readonly jobs: number; readonly bytes: number };
  /** Resolves when all that was queued is done. */
  drained(): Promise<void>;
}

export function createJobQueue(limits: JobLimits): JobQueue {
  const waiting: Job[] = [];
  const running = new Set<Promise<void>>();
  let bytes = 0;

  function pump(): void {
    while (running.size < limits.concurrency) {
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
    depth: () => ({ jobs: waiting.length + running.size, bytes }),
    async drained() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
