import { createAdminServer } from '../admin/server';
import { createCache, type Cache } from '../cache/cache';
import type { Rules } from '../cache/cache-core';
import { formatAddress } from '../config/schema/address';
import type { Settings } from '../config/settings';
import { systemClock } from '../core/clock';
import type { Embedder } from '../core/embedder';
import type { EntryStore } from '../core/entry';
import { createCodec } from '../dialects/codec';
import { loadOnnxEmbedder } from '../embedding/onnx/onnx-embedder';
import { createExtprocServer } from '../extproc/server';
import type { RootLogger } from '../observability/logger';
import { createTelemetry, type Telemetry } from '../observability/telemetry';
import { compilePolicies } from '../policy/policy-set';
import { openEmbeddedStore } from '../store/embedded/open';
import { createSweeper } from '../sweeper/sweeper';
import { guards } from '../verifier/guards';
import { createReadiness } from './readiness';
import { partitionSecret } from './secret';
import { VERSION } from './version';

export interface App {
  /** Resolves when it serves; rejects, with everything stopped again, when any part cannot start. */
  start(): Promise<{ readonly extproc: string; readonly admin: string }>;
  /** Drains and stops, last started first. */
  stop(): Promise<void>;
  /** Takes over what can change while running. */
  apply(settings: Settings): void;
  readonly telemetry: Telemetry;
}

/** The composition root: the only place that knows every room. */
export function buildApp(settings: Settings, logger: RootLogger): App {
  let current = settings;
  let cache: Cache | undefined;
  let store: EntryStore | undefined;
  let embedder: Embedder | undefined;
  const stops: (() => Promise<unknown>)[] = [];
  const clock = systemClock;

  const telemetry = createTelemetry({
    logger,
    clock,
    version: VERSION,
    sources: {
      embedWaiting: () => embedder?.waiting ?? 0,
      store: async () => (await store?.stats()) ?? { entries: 0, bytes: 0 },
      removals: () => store?.removals() ?? {},
      writeQueue: () => cache?.queue() ?? { jobs: 0, bytes: 0 },
      logLinesDropped: () => logger.dropped(),
    },
  });
  const readiness = createReadiness({ store: () => store, embedder: () => embedder });
  const failed = (where: string, error: unknown): void => {
    telemetry.failed(where, error);
  };

  async function start(): Promise<{ extproc: string; admin: string }> {
    const { admin, embedding, limits, listen, sweeper: sweeping } = settings;
    // First, so that a start that takes long, or hangs, can be looked into.
    const adminServer = createAdminServer({
      address: admin.address,
      readiness: () => readiness.parts(),
      metrics: () => telemetry.metrics(),
      logger,
    });
    const { port: adminPort } = await adminServer.start();
    stops.push(() => adminServer.stop());

    const secret = await partitionSecret(settings.store.path);
    const openStore = await openEmbeddedStore({ ...settings.store, clock });
    store = openStore;
    stops.push(() => openStore.close());

    const model = await loadOnnxEmbedder({ ...embedding, modelDir: embedding.model });
    embedder = model;
    stops.push(() => model.close());

    const codec = createCodec({ offloadBytes: limits.offloadBody, maxDecodedBytes: limits.responseBody });
    stops.push(() => codec.close());

    const semanticCache = createCache(
      {
        codec,
        embedder: model,
        store: openStore,
        verifier: guards,
        clock,
        observer: telemetry,
        secret,
        limits: {
          requestBytes: limits.requestBody,
          responseBytes: limits.responseBody,
          writeQueueJobs: limits.writeQueue,
          writeQueueBytes: limits.writeQueueBytes,
        },
      },
      rulesOf(current),
    );
    cache = semanticCache;
    stops.push(() => semanticCache.drained());

    const sweeper = createSweeper({ store: openStore, clock, observer: telemetry, ...sweeping });
    sweeper.start();
    stops.push(() => sweeper.stop());

    const extproc = createExtprocServer(semanticCache, {
      address: formatAddress(listen.address),
      socketMode: listen.socketMode,
      drainMs: limits.drainMs,
      discloses: () => current.headers.enabled,
      failed,
      streams: telemetry,
    });
    const port = await extproc.start();
    stops.push(() => extproc.stop());
    readiness.serving(true);
    return {
      extproc: formatAddress(listen.address.kind === 'tcp' ? { ...listen.address, port } : listen.address),
      admin: formatAddress({ ...admin.address, port: adminPort }),
    };
  }

  async function stop(): Promise<void> {
    readiness.serving(false);
    for (const stopPart of stops.splice(0).reverse()) {
      await stopPart().catch((error: unknown) => {
        failed('stop', error);
      });
    }
  }

  return {
    telemetry,
    stop,
    async start() {
      try {
        return await start();
      } catch (error) {
        await stop();
        throw error;
      }
    },
    apply(next) {
      current = next;
      logger.setLevel(next.log.level);
      cache?.apply(rulesOf(next));
    },
  };
}

function rulesOf({ policies, credentialHeaders, limits }: Settings): Rules {
  return { policies: compilePolicies(policies), credentialHeaders, lookupBudgetMs: limits.lookupBudgetMs };
}
