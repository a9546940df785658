import { once, EventEmitter } from 'node:events';
import { errors } from '@elastic/elasticsearch';
import { StoreUnavailableError } from '../../../../src/core/errors';
import { createBreaker, type Breaker } from '../../../../src/store/elasticsearch/breaker';
import { ElasticsearchFailure, type FailureKind } from '../../../../src/store/elasticsearch/failure';

/** A promise that the test settles. */
function open<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

interface Rig {
  readonly breaker: Breaker;
  readonly states: string[];
  /** Emits the name of each state, and `try`. */
  readonly events: EventEmitter;
  /** When each try began, ms. */
  readonly tries: number[];
}

let rig: Rig;
/** What a try does. */
let recovery: (stopped: AbortSignal) => Promise<void>;
beforeEach(() => {
  recovery = () => Promise.reject(new Error('still away'));
  const [states, tries, events] = [[] as string[], [] as number[], new EventEmitter()];
  const observer = {
    breaker: (state: string) => {
      states.push(state);
      events.emit(state);
    },
  };
  const tryAgain = (stopped: AbortSignal): Promise<void> => {
    tries.push(performance.now());
    events.emit('try');
    return recovery(stopped);
  };
  rig = { breaker: createBreaker({ tryAgain, observer }), states, events, tries };
});
afterEach(() => rig.breaker.stop());

const late = (): Promise<never> => Promise.reject(new errors.TimeoutError('late'));
const failing = (kind: FailureKind) => (): Promise<never> => Promise.reject(new ElasticsearchFailure(kind, kind));
const succeed = (): Promise<number> => Promise.resolve(7);
const read = (run: () => Promise<unknown>, withinMs = 100): Promise<unknown> =>
  rig.breaker.read('reading', withinMs, run);
const failed = (run: () => Promise<unknown>, withinMs?: number): Promise<unknown> =>
  read(run, withinMs).catch((error: unknown) => error);

async function failThrice(): Promise<void> {
  for (let i = 0; i < 3; i++) await failed(late);
}

describe('the breaker', () => {
  it('opens at the third failed read in a row, and not for failures with a success between them', async () => {
    await failed(late);
    await failed(late);
    expect(await read(succeed)).toBe(7);
    await failed(late);
    await failed(failing('overloaded'));
    expect(rig.states).toEqual([]);
    await failed(late);
    expect(rig.states).toEqual(['open']);
  });

  it.each<FailureKind>(['index-missing', 'denied', 'rejected', 'blocked'])(
    'opens at the first read that is %s',
    async (kind) => {
      expect(await failed(failing(kind))).toMatchObject({ kind });
      expect(rig.states).toEqual(['open']);
    },
  );

  it('learns nothing from a late read that had less than 25 ms', async () => {
    for (let i = 0; i < 10; i++) expect(await failed(late, 24)).toBeInstanceOf(ElasticsearchFailure);
    expect(rig.states).toEqual([]);
    for (let i = 0; i < 3; i++) await failed(late, 25);
    expect(rig.states).toEqual(['open']);
  });

  it('asks nothing while it is open, and says why', async () => {
    await failThrice();
    let asked = 0;
    const error = await failed(() => Promise.resolve((asked += 1)));
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect((error as Error).message).toContain('did not answer in time');
    expect(asked).toBe(0);
    expect(rig.breaker.assertClosed).toThrow(StoreUnavailableError);
  });

  it('asks nothing while a try is under way, and closes when that succeeds', async () => {
    const attempt = open<undefined>();
    recovery = () => attempt.promise;
    await failThrice();
    await once(rig.events, 'try');
    expect(await failed(succeed)).toBeInstanceOf(StoreUnavailableError);
    attempt.resolve(undefined);
    await once(rig.events, 'closed');
    expect(rig.states).toEqual(['open', 'half-open', 'closed']);
    expect(await read(succeed)).toBe(7);
    await failed(late);
    await failed(late);
    expect(rig.states).toHaveLength(3);
  });

  it('tries again after 250 ms, then after pauses twice as long each', async () => {
    const opened = performance.now();
    rig.breaker.trip(new Error('away'));
    for (let i = 0; i < 3; i++) await once(rig.events, 'try');
    const pauses = rig.tries.map((at, i) => at - (rig.tries[i - 1] ?? opened));
    for (const [i, least] of [250, 500, 1000].entries()) expect(pauses[i]).toBeGreaterThan(least - 5);
    expect(pauses[1]).toBeLessThan(1000);
    expect(rig.states.slice(0, 5)).toEqual(['open', 'half-open', 'open', 'half-open', 'open']);
  });

  it('pauses longer for a cluster that only seems to be back, until a read succeeds', async () => {
    recovery = () => Promise.resolve();
    const reopened = async (): Promise<number> => {
      const begun = performance.now();
      await failThrice();
      await once(rig.events, 'closed');
      return performance.now() - begun;
    };
    expect(await reopened()).toBeLessThan(450);
    expect(await reopened()).toBeGreaterThan(495);
    await read(succeed);
    expect(await reopened()).toBeLessThan(450);
  });

  it('is moved neither way by reads that began before it opened', async () => {
    const [good, bad] = [open<number>(), open<number>()];
    const reads = [read(() => good.promise), failed(() => bad.promise)];
    await failThrice();
    good.resolve(1);
    bad.reject(new errors.ConnectionError('connect ECONNREFUSED'));
    expect(await reads[0]).toBe(1);
    expect(await reads[1]).toMatchObject({ kind: 'unreachable' });
    expect(rig.states).toEqual(['open']);
    expect(await failed(succeed)).toBeInstanceOf(StoreUnavailableError);
  });

  it('is not tried sooner because a read from before succeeds at last', async () => {
    const good = open<number>();
    const pending = read(() => good.promise);
    rig.breaker.trip(new Error('away'));
    await once(rig.events, 'open');
    good.resolve(1);
    await pending;
    for (let i = 0; i < 2; i++) await once(rig.events, 'try');
    expect(rig.tries[2]! - rig.tries[1]!).toBeGreaterThan(995);
  });

  it('lets 64 reads be under way, refuses the next, and takes one again when one has ended', async () => {
    const reads = Array.from({ length: 64 }, () => open<number>());
    const running = reads.map(({ promise }) => read(() => promise));
    expect(await failed(succeed)).toBeInstanceOf(StoreUnavailableError);
    expect(rig.states).toEqual([]);
    reads[0]!.resolve(0);
    await running[0];
    expect(await read(succeed)).toBe(7);
    for (const { resolve } of reads) resolve(0);
    await Promise.all(running);
  });

  it('opens once for many that tell it to', () => {
    rig.breaker.trip(new Error('a'));
    rig.breaker.trip(new Error('b'));
    expect(rig.states).toEqual(['open']);
    expect(rig.breaker.assertClosed).toThrow(/: b$/);
  });

  it('gives a try up when it is stopped, and makes no other', async () => {
    recovery = (stopped) => once(stopped, 'abort').then(() => Promise.reject(new Error('given up')));
    rig.breaker.trip(new Error('away'));
    await once(rig.events, 'try');
    await rig.breaker.stop();
    expect(rig.states).toEqual(['open', 'half-open', 'open']);
    rig.breaker.trip(new Error('again'));
    expect(rig.states).toHaveLength(3);
  });

  it('does not wait for the next try when it is stopped', async () => {
    rig.breaker.trip(new Error('away'));
    const begun = performance.now();
    await rig.breaker.stop();
    expect(performance.now() - begun).toBeLessThan(200);
    expect(rig.tries).toEqual([]);
  });
});
