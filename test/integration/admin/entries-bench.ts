import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createAudit } from '../../../src/admin/audit';
import { createAdminServer, type AdminOptions, type AdminServer } from '../../../src/admin/server';
import { createCache, type Cache } from '../../../src/cache/cache';
import type { CheckParts } from '../../../src/cache/checks';
import type { Privacy } from '../../../src/cache/partition';
import type { AuditRecord } from '../../../src/core/access';
import type { Embedder } from '../../../src/core/embedder';
import type { Observer } from '../../../src/core/decision';
import type { EntryStore } from '../../../src/core/entry';
import type { SecondOpinion } from '../../../src/core/second-opinion';
import { createCodec } from '../../../src/dialects/codec';
import type { NativePolicy } from '../../../src/policy/sources';
import { openEmbeddedStore } from '../../../src/store/embedded/open';
import { verifier } from '../../../src/verifier/verifier';
import { NO_CHECKS } from '../../support/checking';
import { CACHE_LIMITS } from '../../support/limits';
import { compiledSet, policySettings } from '../../support/policies';
import { QUIET_ADMIN } from '../../support/admin';

export const TOKEN = 'a-token-for-the-tests';
export const NOW = 1_800_000_000_000;
export const MAX_LINE = 20_000;
const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

export interface Reply {
  readonly status: number | undefined;
  readonly body: string;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
}

export interface Bench {
  readonly port: number;
  readonly store: EntryStore;
  readonly cache: Cache;
  /** Wall clock of store, cache and admin server. */
  now: number;
  /** Texts that were embedded. */
  readonly embedded: string[];
  readonly logged: unknown[];
  readonly audited: readonly AuditRecord[];
  /** With the token unless other headers are given. */
  ask(method: string, path: string, call?: Call): Promise<Reply>;
  /** The answer as it comes. */
  open(method: string, path: string, call?: Call): Promise<IncomingMessage>;
  stop(): Promise<void>;
}

export interface BenchOptions {
  /** With every right; `undefined`: nobody has it. */
  readonly token?: string | undefined;
  /** In place of that token. */
  readonly access?: AdminOptions['access'];
  readonly policies?: readonly NativePolicy[];
  readonly prompts?: Privacy['prompts'];
  readonly embedder?: Partial<Embedder>;
  readonly opinion?: SecondOpinion;
  /** Hears of decisions and failures. */
  readonly observer?: Partial<Observer>;
  readonly checking?: CheckParts;
  readonly hits?: (id: string) => number;
  /** What the admin server gets in place of the store. */
  readonly through?: (store: EntryStore) => EntryStore;
}

/** The real admin server, cache, codec and embedded store; the vectors are made up. */
export async function startBench(options: BenchOptions = {}): Promise<Bench> {
  const { policies = [policySettings()], prompts = 'clear', through = (store) => store } = options;
  const dir = await mkdtemp(join(tmpdir(), 'lsc-entries-'));
  const clock = { now: () => bench.now, monotonic: () => performance.now() };
  const path = join(dir, 'store');
  const opened = await openEmbeddedStore({ path, maxBytes: 64 * 2 ** 20, maxEntries: 10_000, clock });
  const store = through(opened);
  const codec = createCodec({ offloadBytes: 1_000_000, maxDecodedBytes: 1_000_000 });
  const embedded: string[] = [];
  const cache = createCache(
    {
      codec,
      store,
      verifier,
      opinion: options.opinion,
      clock,
      embedder: {
        identity: 'made-up',
        dims: 4,
        waiting: 0,
        embed: async (of) => {
          embedded.push(of);
          return { kind: 'vector', vector: new Float32Array([1, 0, 0, 0]) };
        },
        close: async () => undefined,
        ...options.embedder,
      },
      observer: { decided: () => undefined, swept: () => undefined, failed: () => undefined, ...options.observer },
      privacy: { secret: Buffer.from('secret'), prompts, encrypted: false },
      limits: { ...CACHE_LIMITS, writeQueueBytes: 1_000_000 },
      checking: options.checking ?? NO_CHECKS,
    },
    { policies: compiledSet(policies, ['authorization']), lookupBudgetMs: 1000 },
  );
  const logged: unknown[] = [];
  const log = (...line: unknown[]): void => void logged.push(line);
  const token = 'token' in options ? options.token : TOKEN;
  const audited: AuditRecord[] = [];
  const audit = createAudit({ clock, file: undefined, log: (record) => audited.push(record), failed: log });
  const server = createAdminServer({
    ...QUIET_ADMIN,
    address: { host: '127.0.0.1', port: 0 },
    access: options.access ?? { tokens: token === undefined ? {} : { change: token }, certificates: undefined },
    audit,
    prompts,
    entryPage: { open: () => ({ store, inspect: cache.inspect }), clock, hits: options.hits ?? (() => 0) },
    entries: { open: () => ({ store, preload: cache.preload }), clock, maxLineBytes: MAX_LINE },
    explain: { open: () => cache.explain, maxRequestBytes: CACHE_LIMITS.requestBytes },
    feedback: { open: () => cache.reports },
    logger: { warn: log },
  });
  const { port } = await server.start();
  const bench: Bench = {
    port,
    store,
    cache,
    now: NOW,
    embedded,
    logged,
    audited,
    open: (method, target, call) => openCall(port, method, target, call),
    ask: async (method, target, call) => {
      const response = await openCall(port, method, target, call);
      return { status: response.statusCode, body: await text(response) };
    },
    stop: () =>
      stopAll(server, async () => {
        await codec.close();
        await opened.close();
        await rm(dir, { recursive: true, force: true });
      }),
  };
  return bench;
}

async function stopAll(server: AdminServer, rest: () => Promise<void>): Promise<void> {
  await server.stop();
  await rest();
}

function openCall(port: number, method: string, path: string, call: Call = {}): Promise<IncomingMessage> {
  const { headers = AUTHORIZED, body } = call;
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
    outgoing.on('response', resolve).on('error', reject);
    if (body instanceof Readable) pipeline(body, outgoing).catch(reject);
    else outgoing.end(body);
  });
}
