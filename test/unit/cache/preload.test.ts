import { createCache, type Cache } from '../../../src/cache/cache';
import { exactKeyOf, type Privacy } from '../../../src/cache/partition';
import type { CuratedAnswer, ExportedEntry } from '../../../src/cache/preload';
import type { Embedder } from '../../../src/core/embedder';
import type { Entry, EntryStore } from '../../../src/core/entry';
import { StoreError } from '../../../src/core/errors';
import type { LookupSettings } from '../../../src/core/policy';
import { createCodec } from '../../../src/dialects/codec';
import { verifier } from '../../../src/verifier/verifier';
import { oneVectorEmbedder } from '../../support/chat-call';
import { NO_CHECKS } from '../../support/checking';
import { CACHE_LIMITS } from '../../support/limits';
import { compiledSet, lookupSettings, policySettings } from '../../support/policies';

const NOW = 1_000_000;
const VECTOR = new Float32Array([1]);
const DIGEST = 'd'.repeat(64);
const PARTITION = 'a'.repeat(32);
const ANSWER = Buffer.from(
  JSON.stringify({
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }],
  }),
);

const codec = createCodec({ offloadBytes: 1_000_000, maxDecodedBytes: 1_000_000 });
afterAll(() => codec.close());

interface Bench {
  readonly cache: Cache;
  readonly put: Entry[];
  readonly failures: string[];
}

function bench(
  faults: {
    prompts?: Privacy['prompts'];
    store?: Partial<EntryStore>;
    embed?: Embedder['embed'];
    lookup?: Partial<LookupSettings>;
  } = {},
): Bench {
  const put: Entry[] = [];
  const failures: string[] = [];
  const store = { put: (one: Entry) => Promise.resolve(void put.push(one)), ...faults.store } as EntryStore;
  const embed = faults.embed ?? (() => Promise.resolve({ kind: 'vector', vector: VECTOR } as const));
  const cache = createCache(
    {
      codec,
      store,
      verifier,
      clock: { now: () => NOW, monotonic: () => performance.now() },
      embedder: oneVectorEmbedder(embed),
      observer: { decided: () => undefined, swept: () => undefined, failed: (where) => failures.push(where) },
      privacy: { ...privacy, prompts: faults.prompts ?? 'clear' },
      limits: CACHE_LIMITS,
      checking: NO_CHECKS,
    },
    {
      policies: compiledSet([policySettings({ lookup: lookupSettings(faults.lookup) })]),
      lookupBudgetMs: 1000,
    },
  );
  return { cache, put, failures };
}

const privacy: Privacy = { secret: Buffer.from('s'), prompts: 'clear', encrypted: false };

function curated(change: Partial<CuratedAnswer> = {}, body: object = {}): CuratedAnswer {
  return {
    kind: 'curated',
    host: 'h',
    path: '/v1/chat/completions',
    headers: new Map(),
    request: Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Is it?' }], ...body })),
    response: ANSWER,
    ttlMs: undefined,
    tag: undefined,
    ...change,
  };
}

const CHUNK = {
  id: 'c',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: { content: 'Yes.' }, finish_reason: 'stop' }],
};
const STREAM = `event: note\ndata: {}\n\ndata: ${JSON.stringify(CHUNK)}\n\ndata: [DONE]\n\n`;

/** As a store with prompts in the clear gives it out. */
function exported(change: Partial<ExportedEntry['entry']> = {}): ExportedEntry {
  const comparedText = change.comparedText ?? 'Is it?';
  return {
    kind: 'exported',
    entry: {
      id: exactKeyOf(PARTITION, comparedText, privacy),
      partition: PARTITION,
      policy: 'p',
      dialect: 'openai-chat',
      model: 'm',
      comparedText,
      tag: 'faq',
      completion: { form: 'sse', body: ANSWER, usage: undefined },
      createdAt: NOW - 1000,
      expiresAt: NOW + 1,
      upstreamMs: 5,
      ...change,
    },
  };
}

describe('preload', () => {
  it('puts an exported entry as it was, its vector and embedder made anew', async () => {
    const { cache, put } = bench();
    expect(await cache.preload.put(exported())).toEqual({ kind: 'put' });
    expect(put).toEqual([{ ...exported().entry, vector: VECTOR, embedder: 'e' }]);
  });

  it.each<[string, string, string]>([
    ['a whole stream', STREAM, 'put'],
    ['a cut one', STREAM.slice(0, -20), 'refused'],
  ])('takes an exported entry that is kept as events for what it is: %s', async (_what, events, kind) => {
    const completion = { form: 'events', body: Buffer.from(events), usage: undefined } as const;
    const { cache, put } = bench();
    expect((await cache.preload.put(exported({ completion }))).kind).toBe(kind);
    expect(put.map((one) => one.completion)).toEqual(kind === 'put' ? [completion] : []);
  });

  it('skips an exported entry that expires now', async () => {
    const { cache, put } = bench();
    expect(await cache.preload.put(exported({ expiresAt: NOW }))).toEqual({ kind: 'skipped' });
    expect(put).toEqual([]);
  });

  it.each<[Privacy['prompts'], string, boolean]>([
    ['clear', 'Is it?', true],
    ['hashed', DIGEST, true],
    ['none', '', true],
    ['hashed', 'Is it?', false],
    ['none', 'Is it?', false],
    ['none', DIGEST, false],
    ['hashed', '', false],
  ])('with prompts: %s takes an exported entry with text %p: %p', async (prompts, comparedText, taken) => {
    const texts: string[] = [];
    const { cache, put } = bench({
      prompts,
      embed: (text) => {
        texts.push(text);
        return Promise.resolve({ kind: 'vector', vector: VECTOR });
      },
    });
    const outcome = await cache.preload.put(exported({ comparedText }));
    expect(outcome.kind).toBe(taken ? 'put' : 'refused');
    expect(put.map((one) => [one.comparedText, one.vector])).toEqual(
      taken ? [[comparedText, prompts === 'clear' ? VECTOR : undefined]] : [],
    );
    expect(texts).toEqual(prompts === 'clear' ? [comparedText] : []);
  });

  it.each([
    ['a digest', DIGEST],
    ['the text of another partition key', 'Is it?'],
  ])('takes no entry with %s where prompts are kept in the clear', async (_what, comparedText) => {
    const { cache, put } = bench();
    const outcome = await cache.preload.put(exported({ id: 'b'.repeat(32), comparedText }));
    expect(outcome).toEqual({ kind: 'refused', problem: expect.stringMatching(/^other-store/) });
    expect(put).toEqual([]);
  });

  it.each([
    ['an answer that is none', { completion: { form: 'json', body: Buffer.from('{}'), usage: undefined } }],
    ['a dialect that this build does not have', { dialect: 'other' }],
  ] as const)('refuses an exported entry with %s', async (_what, change) => {
    const { cache, put } = bench();
    const outcome = await cache.preload.put(exported(change));
    expect(outcome).toEqual({ kind: 'refused', problem: expect.stringMatching(/^response-malformed/) });
    expect(put).toEqual([]);
  });

  it.each<[string, Partial<LookupSettings>, Embedder['embed'], Float32Array | undefined]>([
    ['with a vector', {}, () => Promise.resolve({ kind: 'vector', vector: VECTOR }), VECTOR],
    ['without, where only exact hits count', { semantic: false }, () => Promise.reject(new Error('x')), undefined],
    ['without, where the text is too long for one', {}, () => Promise.resolve({ kind: 'window-exceeded' }), undefined],
  ])('puts a curated answer %s', async (_what, lookup, embed, vector) => {
    const { cache, put } = bench({ lookup, embed });
    expect(await cache.preload.put(curated())).toEqual({ kind: 'put' });
    expect(put[0]?.vector).toEqual(vector);
  });

  it('keeps the text of a curated answer as the store is to keep it', async () => {
    const { cache, put } = bench({ prompts: 'hashed' });
    await cache.preload.put(curated());
    expect(put[0]?.comparedText).toMatch(/^[0-9a-f]{64}$/);
    expect(put[0]?.vector).toEqual(VECTOR);
  });

  it.each<[string, Parameters<typeof bench>[0], CuratedAnswer, string]>([
    ['too many messages', { lookup: { maxMessageCount: 0 } }, curated(), 'too-many-messages'],
    ['an unsupported request', {}, curated({ request: Buffer.from('{') }), 'body-malformed'],
    ['a failing embedder', { embed: () => Promise.reject(new Error('x')) }, curated(), 'embedder-error'],
    ['a full store', { store: { put: () => Promise.reject(new StoreError('full')) } }, curated(), 'store-error: full'],
    ['a fault of ours', { store: { put: () => Promise.reject(new Error('x')) } }, curated(), 'internal-error'],
  ])('refuses %s by its reason', async (_what, faults, line, problem) => {
    const { cache } = bench(faults);
    expect(await cache.preload.put(line)).toEqual({ kind: 'refused', problem });
  });

  it('reports to the observer only what is a fault of ours', async () => {
    const full = bench({ store: { put: () => Promise.reject(new StoreError('full')) } });
    await full.cache.preload.put(curated());
    const broken = bench({ store: { put: () => Promise.reject(new TypeError('x')) } });
    await broken.cache.preload.put(curated());
    expect([full.failures, broken.failures]).toEqual([[], ['preload']]);
  });
});
