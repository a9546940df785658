import type { Entry } from '../core/entry';
import { createJobQueue, type JobQueue } from './job-queue';

/** Jobs that run at once: enough for writes to share a commit, or a request, of the store. */
const CONCURRENCY = 32;

/** Assembling, embedding and writing answers behind the client's back. */
export interface WriteBehind extends JobQueue {
  /** An entry becomes findable by its exact key before it is durable. */
  announce(entry: Entry): void;
  settle(entry: Entry): void;
  pending(id: string): Entry | undefined;
}

export function createWriteBehind(limits: { readonly jobs: number; readonly bytes: number }): WriteBehind {
  const announced = new Map<string, Entry>();
  return {
    ...createJobQueue({ ...limits, concurrency: CONCURRENCY }),
    announce: (entry) => void announced.set(entry.id, entry),
    settle(entry) {
      if (announced.get(entry.id) === entry) announced.delete(entry.id);
    },
    pending: (id) => announced.get(id),
  };
}
