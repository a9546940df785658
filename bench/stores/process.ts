import { startChild } from '../child';
import type { StoreCall, StorePlace, StoreTasks } from './tasks';

export interface StoreProcess {
  readonly pid: number;
  readonly tasks: StoreTasks;
  stop(): void;
}

/** Starts a process with a store in it. */
export async function startStore(place: StorePlace): Promise<StoreProcess> {
  const child = await startChild<StoreCall, unknown>('store-process.js', [JSON.stringify(place)]);
  const task =
    <K extends keyof StoreTasks>(name: K): ((job: StoreCall<K>['job']) => ReturnType<StoreTasks[K]>) =>
    (job) =>
      child.ask({ task: name, job }) as ReturnType<StoreTasks[K]>;
  return {
    pid: child.pid,
    stop: child.stop,
    tasks: {
      load: task('load'),
      settle: task('settle'),
      lookUp: task('lookUp'),
      candidates: task('candidates'),
      sweep: task('sweep'),
      memory: task('memory'),
    },
  };
}
