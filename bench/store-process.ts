import { serveParent } from './child';
import { createMovableClock } from './stores/movable-clock';
import { openAt } from './stores/opened';
import { createTasks } from './stores/store-tasks';
import type { StoreCall, StorePlace } from './stores/tasks';

/** A store in a process of its own, as the service has it. */
async function main(place: StorePlace): Promise<void> {
  const clock = createMovableClock();
  const tasks = createTasks(await openAt(place, clock), clock);
  serveParent('', ({ task, job }: StoreCall) => tasks[task](job as never));
}

void main(JSON.parse(process.argv[2] ?? '{}') as StorePlace);
