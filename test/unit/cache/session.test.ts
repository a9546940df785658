import { createCache, type Cache } from '../../../src/cache/cache';
import type { CacheOptions } from '../../../src/cache/cache-core';
import type { CacheSession } from '../../../src/cache/session';
import type { DecisionRecord } from '../../../src/core/decision';
import type { Entry, EntryStore } from '../../../src/core/entry';
import { createCodec } from '../../../src/dialects/codec';
import { verifier } from '../../../src/verifier/verifier';
import { ANSWER_HEAD, answering, CHAT_HEAD, oneVectorEmbedder } from '../../support/chat-call';
import { NO_CHECKS } from '../../support/checking';
import { CACHE_LIMITS } from '../../support/limits';
import { compiledSet, lookupSettings, policySettings } from '../../support/policies';

/** How a session ends when its surroundings fail: each exchange gives one record, and the call goes on. */
const ANSWER = answering('Yes.');
const REQUEST = Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Is it?' }] }));
const never = (): Promise<never> => new Promise(() => undefined);

const codec = createCodec({ offloadBytes: 1_000_000, maxDecodedBytes: 1_000_000 });
afterAll(() => codec.close());

interface Bench {
  readonly cache: Cache;
  readonly session: CacheSession;
  readonly records: DecisionRecord[];
  readonly failures: string[];
  readonly put: Entry[];
}

function bench(
  faults: {
    store?: Partial<EntryStore>;
    limits?: Partial<CacheOptions['limits']>;
    budgetMs?: number;
    lookup?: object;
  } = {},
): Bench {
  const records: DecisionRecord[] = [];
  const failures: string[] = [];
  const put: Entry[] = [];
  const store = {
    get: () => Promise.resolve(undefined),
    nearest: () => Promise.resolve([]),
    put: (one: Entry) => Promise.resolve(void put.push(one)),
    ...faults.store,
  } as EntryStore;
  const cache = createCache(
    {
      codec,
      store,
      verifier,
      clock: { now: () => Date.now(), monotonic: () => performance.now() },
      embedder: oneVectorEmbedder(),
      observer: {
        decided: (record) => records.push(record),
        swept: () => undefined,
        failed: (where) => failures.push(where),
      },
      privacy: { secret: Buffer.from('s'), prompts: 'clear', encrypted: false },
      limits: { ...CACHE_LIMITS, ...faults.limits },
      checking: NO_CHECKS,
    },
    {
      policies: compiledSet([policySettings({ lookup: lookupSettings(faults.lookup) })]),
      lookupBudgetMs: faults.budgetMs ?? 1000,
    },
  );
  return { cache, records, failures, put, session: cache.open('x') };
}

async function ask({ session }: Bench): Promise<string> {
  session.onRequestHead(CHAT_HEAD, true);
  return (await session.onRequestBody(REQUEST, true, () => undefined)).kind;
}

async function answer({ session, cache }: Bench, body = ANSWER): Promise<void> {
  session.onResponseHead(ANSWER_HEAD, true);
  session.onResponseChunk(body);
  session.onResponseEnd();
  session.end('aborted');
  await cache.drained();
}

const told = ({ records }: Bench): unknown[] => records.map(({ verdict, store }) => [verdict.reason, store]);
const refused = (reason: string): object => ({ kind: 'refused', reason });

describe('a session', () => {
  it('gives up a lookup that takes longer than its budget, and keeps the answer all the same', async () => {
    const it = bench({ store: { nearest: never }, budgetMs: 20 });
    expect(await ask(it)).toBe('continue');
    await answer(it);
    expect(told(it)).toEqual([['budget-spent', { kind: 'stored' }]]);
    expect(it.put[0]?.vector).toEqual(new Float32Array([1]));
  });

  it.each<[string, Parameters<typeof bench>[0], string]>([
    ['the queue is full', { limits: { writeQueueJobs: 0 } }, 'queue-full'],
    ['the answer is too large', { limits: { responseBytes: 10 } }, 'response-too-large'],
    ['no memory is left to copy it', { limits: { captureBytes: 10 } }, 'capture-full'],
    ['the store refuses it', { store: { put: () => Promise.reject(new Error('full')) } }, 'store-error'],
  ])('says so when an answer is not kept because %s', async (_what, faults, reason) => {
    const it = bench(faults);
    await ask(it);
    await answer(it);
    expect(told(it)).toEqual([['no-entry', refused(reason)]]);
  });

  it.each<[string, string | undefined, unknown]>([
    ['a browser’s, with CORS headers of the upstream’s own', 'https://a.example', refused('cors')],
    ['not a browser’s', undefined, { kind: 'stored' }],
  ])('heeds whether a call is %s', async (_what, origin, outcome) => {
    const it = bench();
    const headers = new Map(origin === undefined ? [] : [['origin', origin]]);
    it.session.onRequestHead({ ...CHAT_HEAD, headers }, true);
    await it.session.onRequestBody(REQUEST, true, () => undefined);
    const cors = new Map([...ANSWER_HEAD.headers, ['access-control-allow-origin', '*']]);
    if (it.session.onResponseHead({ ...ANSWER_HEAD, headers: cors }, true)) {
      it.session.onResponseChunk(ANSWER);
      it.session.onResponseEnd();
    }
    await it.cache.drained();
    expect(told(it)).toEqual([['no-entry', outcome]]);
  });

  it('does not keep an answer that is no completion', async () => {
    const it = bench();
    await ask(it);
    await answer(it, Buffer.from('{"ok":true}'));
    expect(told(it)).toEqual([['no-entry', refused('response-malformed')]]);
    expect(it.put).toEqual([]);
  });

  it.each<[string, (it: Bench) => unknown, unknown[]]>([
    ['before the body', ({ session }) => session.onRequestHead(CHAT_HEAD, true), []],
    [
      'after a bypass',
      ({ session }) => session.onRequestHead(CHAT_HEAD, false),
      [['no-body', refused('lookup-not-run')]],
    ],
    ['before the response', ask, [['no-entry', refused('aborted')]]],
    [
      'within the response',
      async (it) => {
        await ask(it);
        it.session.onResponseHead(ANSWER_HEAD, true);
        it.session.onResponseChunk(ANSWER.subarray(0, 10));
      },
      [['no-entry', refused('aborted')]],
    ],
  ])('that ends %s stores nothing and is recorded once at most', async (_what, run, expected) => {
    const it = bench();
    await run(it);
    it.session.end('aborted');
    it.session.end('aborted');
    await it.cache.drained();
    expect(told(it)).toEqual(expected);
    expect(it.put).toEqual([]);
  });

  it('lets the calls that wait for its answer go when its client leaves', async () => {
    const it = bench({ lookup: { coalesceMs: 60_000 } });
    await ask(it);
    const follower = it.cache.open('y');
    follower.onRequestHead(CHAT_HEAD, true);
    let decision: Promise<{ kind: string }> | undefined;
    await new Promise((waits) => {
      decision = follower.onRequestBody(REQUEST, true, waits);
    });
    it.session.end('aborted');
    expect((await decision)?.kind).toBe('continue');
    expect(follower.disclosure()?.verdict.reason).toBe('coalesce-released');
  });

  it('finds an answer by its exact key while it is still being written', async () => {
    let written = (): void => undefined;
    const putting = new Promise<void>((resolve) => {
      written = resolve;
    });
    const it = bench({ store: { put: () => putting } });
    await ask(it);
    it.session.onResponseHead(ANSWER_HEAD, true);
    it.session.onResponseChunk(ANSWER);
    it.session.onResponseEnd();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    const next = it.cache.open('y');
    next.onRequestHead(CHAT_HEAD, true);
    expect((await next.onRequestBody(REQUEST, true, () => undefined)).kind).toBe('replay');
    written();
    await it.cache.drained();
  });
});
