import {
  countExpired,
  printedFaults,
  sweepOnce,
  sweepUntilStopped,
  type Sweepable,
} from '../../../src/cli/sweep-modes';
import type { EntryFilter, EntryHead, EntryStore, SweepResult } from '../../../src/core/entry';
import type { Lease } from '../../../src/core/lease';

const NOTHING: SweepResult = { removed: 0, evicted: 0, conflicts: 0, failed: 0, more: false };
const SETTINGS = { intervalMs: 5, batch: 500 };

/** A process whose owner reads what it prints, and stops it with `stop`. */
function terminal() {
  const printed: string[] = [];
  const errors: string[] = [];
  let stop: (signal: string) => void = () => undefined;
  const stopped = new Promise<string>((resolve) => (stop = resolve));
  const host = {
    env: {},
    print: (line: string) => void printed.push(line),
    printError: (line: string) => void errors.push(line),
    stopSignal: () => stopped,
  };
  return { host, printed, errors, stop };
}

/** A store that answers each sweep by `sweep`, and its lease. */
function opened(sweep: EntryStore['sweep'], holds: Lease['hold'] = async () => true) {
  const seen = { released: 0 };
  const lease: Lease = { hold: holds, release: async () => void (seen.released += 1) };
  return { parts: { store: { sweep } as EntryStore, lease } satisfies Sweepable, seen };
}

const outOfReach = (): Promise<never> => Promise.reject(new Error('no answer'));

describe('one sweep by hand', () => {
  it('says what it did and gives the lease back', async () => {
    const { host, printed } = terminal();
    const { parts, seen } = opened(async () => ({ ...NOTHING, removed: 3, evicted: 2, conflicts: 1 }));
    expect(await sweepOnce(parts, SETTINGS, { host, faults: printedFaults(host) })).toBe(0);
    expect(printed).toEqual([expect.stringMatching(/^removed 3, evicted 2, conflicts 1, failed 0 in \d+\.\d s$/)]);
    expect(seen.released).toBe(1);
  });

  it('fails when the store tells of a fault beside the sweep', async () => {
    const { host, errors } = terminal();
    const faults = printedFaults(host);
    const { parts } = opened(async () => {
      faults.failed('sweep-bounds', new Error('not allowed'));
      return NOTHING;
    });
    expect(await sweepOnce(parts, SETTINGS, { host, faults })).toBe(1);
    expect(errors).toEqual(['sweep-bounds: not allowed']);
  });

  it('leaves the store to another process that sweeps it, and that is no failure', async () => {
    const { host, printed } = terminal();
    const { parts } = opened(outOfReach, async () => false);
    expect(await sweepOnce(parts, SETTINGS, { host, faults: printedFaults(host) })).toBe(0);
    expect(printed).toEqual(['another process sweeps this store: nothing done']);
  });

  it('fails when entries could not be removed', async () => {
    const { host, printed } = terminal();
    const { parts } = opened(async () => ({ ...NOTHING, removed: 3, failed: 2 }));
    expect(await sweepOnce(parts, SETTINGS, { host, faults: printedFaults(host) })).toBe(1);
    expect(printed).toEqual([expect.stringContaining('removed 3, evicted 0, conflicts 0, failed 2')]);
  });

  it.each([
    ['store', opened(outOfReach), 'sweep: no answer'],
    ['lease', opened(async () => NOTHING, outOfReach), 'lease: no answer'],
  ])('fails when the %s does not answer', async (_part, { parts }, line) => {
    const { host, errors } = terminal();
    expect(await sweepOnce(parts, SETTINGS, { host, faults: printedFaults(host) })).toBe(1);
    expect(errors).toEqual([line]);
  });

  it('ends after its present step when it is asked to stop', async () => {
    const { host, printed, stop } = terminal();
    let steps = 0;
    const { parts, seen } = opened(async () => {
      steps += 1;
      stop('SIGTERM');
      return { ...NOTHING, removed: 1, more: true };
    });
    expect(await sweepOnce(parts, SETTINGS, { host, faults: printedFaults(host) })).toBe(0);
    expect(steps).toBe(1);
    expect(printed).toEqual([expect.stringContaining('removed 1,')]);
    expect(seen.released).toBe(1);
  });
});

describe('sweeping by hand until stopped', () => {
  it('sweeps at once and again after each interval, and gives the lease back at the end', async () => {
    const { host, stop } = terminal();
    const lines: unknown[] = [];
    const log = (_message: string, fields?: object): void => {
      lines.push(fields);
      if (sweeps === 3) stop('SIGTERM');
    };
    let sweeps = 0;
    const { parts, seen } = opened(async () => ({ ...NOTHING, removed: (sweeps += 1) }));
    expect(await sweepUntilStopped(parts, SETTINGS, { host, logger: { info: log, warn: log } })).toBe(0);
    expect(seen.released).toBe(1);
    expect(lines).toEqual([
      { event: 'sweep-leader', leads: true },
      ...[1, 2, 3].map((removed) => expect.objectContaining({ event: 'sweep', removed, failed: 0 })),
      { event: 'stopping', signal: 'SIGTERM' },
      { event: 'sweep-leader', leads: false },
      { event: 'stopped' },
    ]);
  });
});

describe('a dry run', () => {
  const page = (from: number, to: number): EntryHead[] =>
    Array.from({ length: to - from }, (_, i) => ({ id: `id-${from + i}` }) as EntryHead);

  it('counts what has expired, shows ten of it and touches nothing', async () => {
    const { host, printed } = terminal();
    const asked: EntryFilter[] = [];
    const scan = async function* (filter: EntryFilter): AsyncGenerator<EntryHead[]> {
      asked.push(filter);
      yield page(0, 7);
      yield page(7, 14);
    };
    expect(await countExpired({ scan }, 1000, { host, faults: printedFaults(host) })).toBe(0);
    expect(asked).toEqual([{ expiredAt: 1000 }]);
    const ids = page(0, 10).map(({ id }) => `  ${id}`);
    expect(printed).toEqual(['expired entries: 14; nothing removed', ...ids, '  and 4 more']);
  });

  it('fails when the store tells of a fault', async () => {
    const { host } = terminal();
    const faults = printedFaults(host);
    const scan = async function* (): AsyncGenerator<EntryHead[]> {
      faults.failed('decrypt', new Error('no such key'));
      yield [];
    };
    expect(await countExpired({ scan }, 1000, { host, faults })).toBe(1);
  });

  it('says so when nothing has expired', async () => {
    const { host, printed } = terminal();
    const scan = async function* (): AsyncGenerator<EntryHead[]> {
      yield [];
    };
    await countExpired({ scan }, 1000, { host, faults: printedFaults(host) });
    expect(printed).toEqual(['expired entries: 0; nothing removed']);
  });
});
