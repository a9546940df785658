import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until `probe` gives something; for things that cannot be waited for by an event (another
 * process's pages). A probe that throws counts as "not yet".
 * @throws Error after `ms` milliseconds, naming `what` and the last failure.
 */
export async function until<T>(what: string, probe: () => Promise<T | undefined>, ms = 15_000): Promise<T> {
  const deadline = performance.now() + ms;
  let failure = '';
  while (performance.now() < deadline) {
    try {
      const found = await probe();
      if (found !== undefined) return found;
    } catch (error) {
      failure = ` (${error instanceof Error ? error.message : String(error)})`;
    }
    await pause(20);
  }
  throw new Error(`${what}: not within ${ms} ms${failure}`);
}
