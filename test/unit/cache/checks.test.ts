import { createCache, type Cache } from '../../../src/cache/cache';
import type { DecisionRecord } from '../../../src/core/decision';
import type { Candidate, Entry, EntryFilter, EntryKey, EntryStore } from '../../../src/core/entry';
import type { ResponseHead } from '../../../src/core/exchange';
import type { BoundSettings } from '../../../src/core/policy';
import { createCodec } from '../../../src/dialects/codec';
import type { NativeLookup } from '../../../src/policy/sources';
import { verifier } from '../../../src/verifier/verifier';
import { ANSWER_HEAD, answering, CHAT_HEAD, oneVectorEmbedder } from '../../support/chat-call';
import { BOUND, scriptedChecking, type ScriptedChecking } from '../../support/checking';
import { CACHE_LIMITS } from '../../support/limits';
import { compiledSet, lookupSettings, policySettings } from '../../support/policies';

const STORED_TEXT = 'How can I reset my password?';
const ASKED_TEXT = 'How do I reset my password?';
const SIMILARITY = 0.97;

const codec = createCodec({ offloadBytes: 1_000_000, maxDecodedBytes: 1_000_000 });
afterAll(() => codec.close());

/** A store with one entry near every question. */
interface World {
  readonly cache: Cache;
  readonly records: DecisionRecord[];
  readonly removed: EntryKey[];
  readonly put: Entry[];
  readonly failures: string[];
  /** Ids of neighbours besides the entry itself, with their similarity. */
  readonly neighbours: Map<string, number>;
  held: Entry | undefined;
}

interface Terms {
  readonly checking: ScriptedChecking;
  readonly bound?: BoundSettings;
  readonly lookup?: Partial<NativeLookup>;
  readonly similarity?: number;
}

function world({ checking, bound = BOUND, lookup = {}, similarity = SIMILARITY }: Terms): World {
  let partition = '';
  const made: World = {
    records: [],
    removed: [],
    put: [],
    failures: [],
    neighbours: new Map(),
    held: undefined,
    get cache() {
      return cache;
    },
  };
  const near = (id: string, similarity: number): Candidate => ({
    id,
    similarity,
    comparedText: STORED_TEXT,
    createdAt: 1000,
    expiresAt: Number.MAX_SAFE_INTEGER,
  });
  const store = {
    get: async ({ id }: EntryKey) => (id === 'near' || made.neighbours.has(id) ? entry(partition, id) : undefined),
    nearest: async (query: { partition: string }) => {
      partition = query.partition;
      return [near('near', similarity), ...[...made.neighbours].map(([id, of]) => near(id, of))];
    },
    put: async (one: Entry) => void made.put.push(one),
    scan: async function* ({ ids = [] }: EntryFilter) {
      yield ids.map((id) => entry(partition, id));
    },
    remove: async (keys: readonly EntryKey[]) => {
      made.removed.push(...keys);
      return keys.length;
    },
  } as unknown as EntryStore;
  const entry = (of: string, id: string): Entry => ({
    id,
    partition: of,
    policy: 'p',
    dialect: 'openai-chat',
    model: 'm',
    comparedText: STORED_TEXT,
    vector: new Float32Array([1]),
    embedder: 'e',
    tag: undefined,
    completion: {
      form: 'json',
      body: answering('Click on "forgot".'),
      usage: { promptTokens: 1, completionTokens: 1 },
    },
    createdAt: 1000,
    expiresAt: Number.MAX_SAFE_INTEGER,
    upstreamMs: 1000,
    ...made.held,
  });
  const cache = createCache(
    {
      codec,
      store,
      verifier: { ...verifier, verify: (pair, mode) => verifier.verify(pair, mode === 'off' ? mode : 'guards') },
      clock: { now: () => Date.now(), monotonic: () => performance.now() },
      embedder: oneVectorEmbedder(),
      observer: {
        decided: (record) => made.records.push(record),
        swept: () => undefined,
        failed: (where) => made.failures.push(where),
      },
      privacy: { secret: Buffer.from('s'), prompts: 'clear', encrypted: false },
      limits: CACHE_LIMITS,
      checking,
    },
    {
      policies: compiledSet([policySettings({ lookup: lookupSettings({ verify: 'guards', bound, ...lookup }) })]),
      lookupBudgetMs: 1000,
    },
  );
  return made;
}

interface Exchange {
  readonly content?: string;
  readonly response?: ResponseHead;
  readonly directives?: object;
}

async function settled(cache: Cache): Promise<void> {
  await cache.drained();
  await cache.compared();
}

/** A call, and where it went upstream the answer to it. Resolves to verdict and reason when all that follows is done. */
async function exchange(
  { cache, records }: World,
  { content = 'Click on "forgot".', response = ANSWER_HEAD, directives = {} }: Exchange = {},
): Promise<string> {
  const session = cache.open('x-1');
  session.onRequestHead({ ...CHAT_HEAD, directives: { ...CHAT_HEAD.directives!, ...directives } }, true);
  const request = { model: 'm', messages: [{ role: 'user', content: ASKED_TEXT }] };
  const decision = await session.onRequestBody(Buffer.from(JSON.stringify(request)), true, () => undefined);
  if (decision.kind === 'continue' && session.onResponseHead(response, true)) {
    session.onResponseChunk(answering(content));
    session.onResponseEnd();
  }
  session.end('aborted');
  await settled(cache);
  const { verdict } = records.at(-1)!;
  return `${decision.kind}: ${verdict.kind} ${verdict.reason}`;
}

const drawn = (parts = {}): ScriptedChecking => scriptedChecking({ checkShare: () => 1 }, parts);
const outcomes = ({ checked }: ScriptedChecking): string[] =>
  checked.map(({ source, outcome }) => `${source} ${outcome}`);

describe('a hit of a policy that bounds its false hits', () => {
  it('is served when it is not drawn for a check', async () => {
    const checking = scriptedChecking({ checkShare: () => 0.4 }, { random: () => 0.4 });
    const it = world({ checking });
    expect(await exchange(it)).toBe('replay: hit semantic');
    expect(it.records[0]).toMatchObject({ score: SIMILARITY, similarity: SIMILARITY });
    expect(checking.learned).toEqual([]);
  });

  it('goes upstream when it is drawn, and the answers are compared', async () => {
    const checking = scriptedChecking({ checkShare: () => 0.4 }, { random: () => 0.39 });
    const it = world({ checking });
    expect(await exchange(it)).toBe('continue: miss check');
    expect(it.records[0]).toMatchObject({ entry: 'near', score: SIMILARITY, store: { kind: 'stored' } });
    expect(checking.learned).toEqual([{ policy: 'p', mode: 'guards', score: SIMILARITY, same: true, source: 'check' }]);
    expect(checking.checked).toEqual([
      { exchange: 'x-1', policy: 'p', source: 'check', outcome: 'same', entry: 'near', score: SIMILARITY },
    ]);
    expect(it.removed).toEqual([]);
  });

  it('that was wrong is removed at once', async () => {
    const checking = drawn();
    const it = world({ checking });
    await exchange(it, { content: 'Passwords have 17 characters.' });
    expect(checking.learned).toMatchObject([{ same: false }]);
    expect(it.removed).toMatchObject([{ id: 'near' }]);
    expect(checking.removed).toEqual(['check']);
  });

  it('is served to a client that wants a stored answer or none', async () => {
    expect(await exchange(world({ checking: drawn() }), { directives: { onlyIfCached: true } })).toBe(
      'replay: hit semantic',
    );
  });

  it.each<[string, number, string[]]>([
    ['drawn', 0.6, ['check same']],
    ['not drawn', 0.4, []],
  ])('is learned from as usual when the policy only looks: %s', async (_what, share, expected) => {
    const checking = scriptedChecking({ checkShare: () => share });
    const it = world({ checking, lookup: { shadow: true } });
    expect(await exchange(it)).toBe('continue: miss shadow-semantic');
    expect(it.records[0]).toMatchObject({ entry: 'near', score: SIMILARITY });
    expect(outcomes(checking)).toEqual(expected);
  });

  it('is remembered, so that a report of it teaches at its own score', async () => {
    const checking = scriptedChecking({ threshold: 0.5 });
    const it = world({ checking });
    await exchange(it);
    await it.cache.reports.wrong('near');
    expect(checking.learned).toEqual([
      { policy: 'p', mode: 'guards', score: SIMILARITY, same: false, source: 'feedback' },
    ]);
    expect(it.removed).toMatchObject([{ id: 'near' }]);
    // Once only: what is not known any more is taken to have been served at the loosest score.
    await it.cache.reports.wrong('near');
    expect(checking.learned[1]).toMatchObject({ score: 0.5 });
  });
});

describe('a candidate below the learned threshold', () => {
  const above = { threshold: 0.98 };

  it('is not served, and compared when something is to be learned from it', async () => {
    const checking = scriptedChecking({ ...above, wantsNearMiss: (score) => score === SIMILARITY });
    const it = world({ checking });
    expect(await exchange(it, { content: 'Passwords have 17 characters.' })).toBe('continue: miss threshold-learning');
    expect(it.records[0]).toMatchObject({ score: SIMILARITY, entry: it.put[0]?.id });
    expect(checking.learned).toMatchObject([{ same: false, source: 'near-miss', score: SIMILARITY }]);
    // It is right for its own question.
    expect(it.removed).toEqual([]);
  });

  it('is left alone otherwise', async () => {
    const checking = scriptedChecking(above);
    expect(await exchange(world({ checking }))).toBe('continue: miss threshold-learning');
    expect(checking.checked).toEqual([]);
  });

  it('is compared only if it is the one that would be served at a lower threshold', async () => {
    const checking = scriptedChecking({ ...above, wantsNearMiss: (score) => score < SIMILARITY });
    const it = world({ checking });
    it.neighbours.set('second', 0.96);
    expect(await exchange(it)).toBe('continue: miss threshold-learning');
    expect(checking.checked).toEqual([]);
  });

  it('gives way to another one that is above it', async () => {
    const checking = scriptedChecking(above);
    const it = world({ checking });
    it.neighbours.set('better', 0.99);
    expect(await exchange(it)).toBe('replay: hit semantic');
    expect(it.records[0]?.entry).toBe('better');
  });

  it('is not served whatever the threshold when it is below the configured one', async () => {
    const checking = scriptedChecking({ threshold: 0, wantsNearMiss: () => true });
    expect(await exchange(world({ checking, similarity: 0.9 }))).toBe('continue: miss below-threshold');
    expect(checking.checked).toEqual([]);
  });
});

describe('a comparison', () => {
  it.each<[string, Exchange]>([
    ['failed', { response: { ...ANSWER_HEAD, status: 503 } }],
    ['gave nothing that is kept', { content: '' }],
  ])('is counted as dropped when the upstream %s', async (_what, of) => {
    const checking = drawn();
    expect(await exchange(world({ checking }), of)).toBe('continue: miss check');
    expect(outcomes(checking)).toEqual(['check dropped']);
    expect(checking.learned).toEqual([]);
  });

  it('is counted as dropped, once, when the client hangs up', async () => {
    const checking = drawn();
    const { cache } = world({ checking });
    const session = cache.open('x');
    session.onRequestHead(CHAT_HEAD, true);
    const request = Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: ASKED_TEXT }] }));
    await session.onRequestBody(request, true, () => undefined);
    session.end('aborted');
    session.end('aborted');
    session.fail();
    await settled(cache);
    expect(outcomes(checking)).toEqual(['check dropped']);
  });

  it('is counted as dropped when another answer has taken the place of the stored one', async () => {
    const checking = drawn();
    const it = world({ checking });
    const session = it.cache.open('x');
    session.onRequestHead(CHAT_HEAD, true);
    const request = Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: ASKED_TEXT }] }));
    await session.onRequestBody(request, true, () => undefined);
    it.held = { createdAt: 2000 } as Entry;
    session.onResponseHead(ANSWER_HEAD, true);
    session.onResponseChunk(answering('Something else.'));
    session.onResponseEnd();
    session.end('aborted');
    await settled(it.cache);
    expect(outcomes(checking)).toEqual(['check dropped']);
    expect(it.removed).toEqual([]);
  });

  it('is dropped and counted when too many wait', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const checking = drawn({
      judge: { saySame: () => held.then(() => true) },
    });
    const it = world({ checking });
    // Neither the same nor another answer by its text: the judge is asked, and takes its time.
    const content = 'Click on the number 4 on top.';
    const calls = Array.from({ length: 210 }, async (_, i) => {
      const session = it.cache.open(`x-${i}`);
      session.onRequestHead(CHAT_HEAD, true);
      const request = Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: ASKED_TEXT }] }));
      await session.onRequestBody(request, true, () => undefined);
      session.onResponseHead(ANSWER_HEAD, true);
      session.onResponseChunk(answering(content));
      session.onResponseEnd();
      await new Promise(setImmediate);
    });
    for (const call of calls) await call;
    while (it.put.length + it.records.filter(({ store }) => store?.kind === 'refused').length < 210)
      await new Promise(setImmediate);
    await new Promise(setImmediate);
    const kept = it.put.length;
    const dropped = outcomes(checking).filter((outcome) => outcome === 'check dropped').length;
    expect(it.cache.checksWaiting()).toBe(Math.min(kept, 200));
    expect(dropped).toBe(210 - Math.min(kept, 200));
    release();
    await settled(it.cache);
    expect(it.cache.checksWaiting()).toBe(0);
    expect(checking.checked).toHaveLength(210);
  });
});

describe('neighbours of an entry that was wrong', () => {
  const bound = { ...BOUND, recheckNeighbours: true };

  it('are checked at their next hit when the policy says so, once', async () => {
    let share = 1;
    const checking = scriptedChecking({ checkShare: () => share });
    const it = world({ checking, bound });
    it.neighbours.set('neighbour', 0.96).set('far', 0.9);
    await exchange(it, { content: 'Passwords have 17 characters.' });
    share = 0;
    // What `near` was is gone; it was a neighbour of the question, too.
    expect(await exchange(it)).toBe('continue: miss check');
    expect(await exchange(it)).toBe('replay: hit semantic');
  });

  it('are not otherwise', async () => {
    let share = 1;
    const checking = scriptedChecking({ checkShare: () => share });
    const it = world({ checking });
    await exchange(it, { content: 'Passwords have 17 characters.' });
    share = 0;
    expect(await exchange(it)).toBe('replay: hit semantic');
  });
});
