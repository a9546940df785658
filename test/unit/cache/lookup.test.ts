import { lookup, type LookupDeps } from '../../../src/cache/lookup';
import type { Question } from '../../../src/cache/question';
import type { Embedding } from '../../../src/core/embedder';
import type { Candidate, Entry } from '../../../src/core/entry';
import { EmbedderBusyError, StoreError, StoreUnavailableError } from '../../../src/core/errors';
import { createCodec } from '../../../src/dialects/codec';
import { verifier } from '../../../src/verifier/verifier';
import { answering, oneVectorEmbedder } from '../../support/chat-call';
import { NO_CHECKS } from '../../support/checking';
import { lookupSettings } from '../../support/policies';

/** A store and an embedder that lie, fail or hang: the subject here is that nothing wrong is served whatever they do. */
const NOW = 1_000_000;
const QUESTION = 'How do I reset my password?';
const BODY = answering('Like this.');

const entry = (change: Partial<Entry> = {}): Entry => ({
  id: 'near',
  partition: 'p',
  policy: 'default',
  dialect: 'openai-chat',
  model: 'm',
  comparedText: 'How can I reset my password?',
  vector: new Float32Array([1]),
  embedder: 'e',
  tag: undefined,
  completion: { form: 'json', body: BODY, usage: { promptTokens: 1, completionTokens: 1 } },
  createdAt: NOW - 10_000,
  expiresAt: NOW + 10_000,
  upstreamMs: 1000,
  ...change,
});
const candidate = (change: Partial<Candidate> = {}): Candidate => ({
  id: 'near',
  similarity: 0.97,
  comparedText: 'How can I reset my password?',
  createdAt: NOW - 10_000,
  expiresAt: NOW + 10_000,
  ...change,
});
const exactEntry = (change: Partial<Entry> = {}): Entry => entry({ id: 'id', comparedText: QUESTION, ...change });

const codec = createCodec({ offloadBytes: 1_000_000, maxDecodedBytes: 1_000_000 });
afterAll(() => codec.close());

const question = (change: object = {}, lookupChange: object = {}, directives: object = {}): Question => ({
  policy: 'p',
  request: {
    dialect: 'openai-chat',
    model: 'm',
    fingerprint: 'f',
    fingerprintWithoutSystem: 'f',
    messageCount: 1,
    comparedText: QUESTION,
    exactOnly: false,
    rendering: { form: 'json', includeUsage: true, echo: {} },
    ...change,
  },
  lookup: lookupSettings(lookupChange),
  directives: { noStore: false, noCache: false, onlyIfCached: false, ...directives },
  partition: 'p',
  id: 'id',
  keptText: QUESTION,
  crossOrigin: false,
});

interface World {
  readonly entries?: readonly Entry[];
  readonly candidates?: readonly Candidate[];
  readonly embed?: () => Promise<Embedding>;
  readonly get?: () => Promise<Entry | undefined>;
}

function deps(world: World, failures: string[] = []): LookupDeps {
  return {
    codec,
    verifier,
    clock: { now: () => NOW, monotonic: () => 0 },
    embedder: oneVectorEmbedder(world.embed),
    store: {
      get: world.get ?? (({ id }) => Promise.resolve(world.entries?.find((one) => one.id === id))),
      nearest: () => Promise.resolve(world.candidates ?? []),
    },
    failed: (where) => failures.push(where),
    ...NO_CHECKS,
    suspected: () => false,
  };
}

const verdict = async (world: World, asked = question(), failures: string[] = []): Promise<string> => {
  const { kind, reason } = await lookup(asked, deps(world, failures), { steps: [], deadline: 100 });
  return `${kind} ${reason}`;
};

describe('exact tier', () => {
  it('serves without embedding', async () => {
    const embed = (): Promise<Embedding> => Promise.reject(new Error('must not be asked'));
    expect(await verdict({ entries: [exactEntry()], embed })).toBe('hit exact');
  });

  it.each<[string, Partial<Entry>]>([
    ['has expired', { expiresAt: NOW }],
    ['is of another partition', { partition: 'q' }],
    ['is of another dialect', { dialect: 'other' }],
    ['is of another text, a collision', { comparedText: 'something else' }],
  ])('does not serve what the store returns when it %s', async (_what, change) => {
    expect(await verdict({ entries: [exactEntry(change)] })).toBe('miss no-entry');
  });

  it('is all there is for a text that cannot be compared, or when the policy says so', async () => {
    const world = { entries: [entry()], candidates: [candidate()] };
    expect(await verdict(world, question({ exactOnly: true }))).toBe('miss no-compared-text');
    expect(await verdict(world, question({}, { semantic: false }))).toBe('miss exact-only');
  });
});

describe('semantic tier', () => {
  it('serves a near and verified candidate', async () => {
    expect(await verdict({ entries: [entry()], candidates: [candidate()] })).toBe('hit semantic');
  });

  it.each<[string, Partial<Entry>]>([
    ['has expired meanwhile', { expiresAt: NOW }],
    ['is of another partition', { partition: 'q' }],
    ['was made by another model', { embedder: 'other' }],
    ['is of another dialect', { dialect: 'other' }],
  ])('does not serve a candidate that on reading %s', async (_what, change) => {
    expect(await verdict({ entries: [entry(change)], candidates: [candidate()] })).toBe('miss no-entry');
  });

  it('does not serve a candidate that is gone when it is read', async () => {
    expect(await verdict({ candidates: [candidate()] })).toBe('miss no-entry');
  });

  it('goes by the threshold, which it may equal', async () => {
    const at = (similarity: number): World => ({ entries: [entry()], candidates: [candidate({ similarity })] });
    expect(await verdict(at(0.95))).toBe('hit semantic');
    expect(await verdict(at(0.9499))).toBe('miss below-threshold');
    expect(await verdict(at(Number.NaN))).not.toContain('hit');
  });

  it('tries the next candidate when the verifier refuses one, and names the first refusal when all fail', async () => {
    const opposite = candidate({ id: 'opposite', similarity: 0.98, comparedText: 'How do I not reset my password?' });
    expect(await verdict({ entries: [entry()], candidates: [opposite, candidate()] })).toBe('hit semantic');
    const far = candidate({ similarity: 0.5 });
    expect(await verdict({ entries: [entry()], candidates: [opposite, far] })).toBe('miss verify-negation');
  });

  it('leaves verification out when the policy says so', async () => {
    const opposite = candidate({ comparedText: 'How do I not reset my password?' });
    const world = { entries: [entry()], candidates: [opposite] };
    expect(await verdict(world, question({}, { verify: 'off' }))).toBe('hit semantic');
  });

  it.each<[string, Embedding['kind']]>([
    ['miss window-exceeded', 'window-exceeded'],
    ['miss unknown-words', 'unknown-words'],
  ])('%s when the model cannot tell the meaning', async (expected, kind) => {
    const embed = (): Promise<Embedding> => Promise.resolve({ kind } as Embedding);
    expect(await verdict({ entries: [entry()], candidates: [candidate()], embed })).toBe(expected);
  });
});

describe('the time that is left', () => {
  it('is told to the store with every read', async () => {
    const given: unknown[] = [];
    const world = deps({ entries: [entry()], candidates: [candidate()] });
    let now = 1000;
    const timed: LookupDeps = {
      ...world,
      clock: { now: () => NOW, monotonic: () => now },
      store: {
        get: (key, withinMs) => {
          given.push(withinMs);
          now += 30;
          return world.store.get(key);
        },
        nearest: (query) => {
          given.push(query.withinMs);
          now += 100;
          return world.store.nearest(query);
        },
      },
    };
    await lookup(question(), timed, { steps: [], deadline: 1120 });
    expect(given).toEqual([120, 90, 0]);
  });
});

describe('what the client allows', () => {
  it.each<[string, object]>([
    ['hit exact', { maxAge: 10 }],
    ['miss client-max-age', { maxAge: 9 }],
    ['hit exact', { minFresh: 10 }],
    ['miss client-min-fresh', { minFresh: 11 }],
  ])('%s with %j', async (expected, directives) => {
    expect(await verdict({ entries: [exactEntry()] }, question({}, {}, directives))).toBe(expected);
  });

  it('is a form that the entry can be shown in', async () => {
    const withoutUsage = exactEntry({ completion: { form: 'sse', body: BODY, usage: undefined } });
    expect(await verdict({ entries: [withoutUsage] })).toBe('miss not-renderable');
  });
});

describe('a fault', () => {
  it.each<[string, World, string[]]>([
    ['miss store-error', { get: () => Promise.reject(new StoreError('down')) }, ['lookup-store']],
    ['miss store-unavailable', { get: () => Promise.reject(new StoreUnavailableError('down')) }, []],
    ['miss embedder-busy', { embed: () => Promise.reject(new EmbedderBusyError(9)) }, []],
    ['miss embedder-error', { embed: () => Promise.reject(new Error('thread died')) }, ['embed']],
  ])('is a %s, and is heard of', async (expected, world, where) => {
    const failures: string[] = [];
    expect(await verdict(world, question(), failures)).toBe(expected);
    expect(failures).toEqual(where);
  });
});
