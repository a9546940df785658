import { createAdminServer } from '../admin/server';
import { createCache, type Cache } from '../cache/cache';
import type { Rules } from '../cache/cache-core';
import { CHECKS_QUEUED } from '../cache/checks';
import { createThresholdLearner } from '../calibration/learner';
import { formatAddress } from '../config/schema/address';
import type { PoliciesInForce } from '../config/policies-in-force';
import type { Settings } from '../config/settings';
import { systemClock } from '../core/clock';
import type { Embedder } from '../core/embedder';
import type { EntryStore } from '../core/entry';
import type { SecondOpinion } from '../core/second-opinion';
import { systemRandom } from '../core/random';
import { within } from '../core/within';
import { createCodec } from '../dialects/codec';
import { loadOnnxEmbedder } from '../embedding/onnx/onnx-embedder';
import { createExtprocServer } from '../extproc/server';
import type { RootLogger } from '../observability/logger';
import type { OverviewSources } from '../observability/overview';
import { createTelemetry, type Telemetry } from '../observability/telemetry';
import type { Tracing } from '../observability/tracing';
import { createSweeper } from '../sweeper/sweeper';
import { verifier } from '../verifier/verifier';
import { warmUp } from '../verifier/warm-up';
import { adminAccess } from './admin-access';
import { openAudit } from './admin-audit';
import { createAdminHits } from './admin-hits';
import { openAnswerJudge } from './answer-judge';
import { cacheLimits } from './cache-limits';
import { openCertificates, type Certificates } from './certificates';
import { openPage } from './page';
import { createPolicyReport, type PolicyReport } from './policy-report';
import { createReadiness } from './readiness';
import { openSecondOpinion } from './second-opinion';
import { openStore } from './store';
import { createThresholds, type LearnedThresholds } from './thresholds';
import { tracingOf } from './tracing';
import { VERSION } from './version';

export interface App {
  /** Resolves when it serves; rejects, with everything stopped again, when any part cannot start. */
  start(): Promise<{ readonly extproc: string; readonly admin: string }>;
  /** Drains and stops, last started first. */
  stop(): Promise<void>;
  /** Takes over what can change while running. */
  apply(settings: Settings, policies: PoliciesInForce): void;
  readonly telemetry: Telemetry;
  readonly policyReport: PolicyReport;
}

/** What a step of the sweeper, or the release of its lease, may take at a stop. */
const SWEEPER_STOP_MS = 2000;
/** What comparisons under way, and then labels that are being written, may take at a stop. */
const LEARNING_STOP_MS = 2000;
/** What answers that wait to be written get at a stop, even when the exchanges took all of the grace period. */
const LEAST_FOR_WRITES_MS = 5000;

/** A call and its answer as a line of an import are JSON within JSON: quotes and line ends are escaped. */
const LINE_FACTOR = 2;

/** The composition root: the only place that knows every room. @throws ConfigurationError */
export function buildApp(settings: Settings, policies: PoliciesInForce, logger: RootLogger): App {
  let current = settings;
  const policyReport = createPolicyReport(systemClock, policies);
  let cache: Cache | undefined;
  let store: EntryStore | undefined;
  let embedder: Embedder | undefined;
  let opinion: SecondOpinion | undefined;
  let thresholds: LearnedThresholds | undefined;
  /** Monotonic ms. */
  let stoppingAt: number | undefined;
  const access = adminAccess(settings.admin);
  const certificates = settings.listen.tls && openCertificates(settings.listen.tls);
  const adminCertificates = settings.admin.tls && openCertificates(settings.admin.tls, undefined, 'admin.tls');
  const openTracing = tracingOf(settings.tracing, VERSION);
  let tracing: Tracing | undefined;
  const stops: (() => Promise<unknown>)[] = [];
  const clock = systemClock;
  const judge = openAnswerJudge(settings.judge, (where, error) => {
    telemetry.failed(where, error);
  });

  const telemetry = createTelemetry({
    logger,
    clock,
    version: VERSION,
    prices: settings.prices,
    tracing: () => tracing,
    sources: {
      embedWaiting: () => embedder?.waiting ?? 0,
      opinionWaiting: () => opinion?.waiting ?? 0,
      store: async () => (await store?.stats()) ?? { entries: 0, bytes: 0, nextExpiry: undefined },
      removals: () => store?.removals() ?? {},
      captured: () => cache?.captured() ?? 0,
      writeQueue: () => cache?.queue() ?? { jobs: 0, bytes: 0 },
      logLinesDropped: () => logger.dropped(),
      checksWaiting: () => cache?.checksWaiting() ?? 0,
      thresholds: () => thresholds?.estimates() ?? [],
      policyProblems: () => policyReport.problems(),
      overview: {
        store: settings.store,
        queueLimits: queueLimits(settings),
        expiringBy: async (times) => (await store?.expiringBy(times)) ?? [],
      },
    },
  });
  const readiness = createReadiness({ store: () => store, embedder: () => embedder });
  const failed = (where: string, error: unknown): void => {
    telemetry.failed(where, error);
  };
  const hits = createAdminHits();
  const audit = openAudit(settings.admin.auditFile, { clock, logger, failed });

  /** Renewed certificates are taken over by whoever uses them. */
  function follow(of: Certificates | undefined, renew: (material: Certificates['material']) => void): void {
    of?.follow({
      renewed(material) {
        renew(material);
        telemetry.reloaded('certificates', 'applied');
        logger.info('certificates reloaded', { event: 'reload', of: 'certificates' });
      },
      refused({ problems }) {
        telemetry.reloaded('certificates', 'refused');
        logger.error('certificates refused: the old ones stay', { event: 'reload', of: 'certificates', problems });
      },
    });
  }

  async function start(): Promise<{ extproc: string; admin: string }> {
    const { admin, embedding, limits, listen, sweeper: sweeping } = settings;
    // First, so that a start that takes long, or hangs, can be looked into.
    const adminServer = createAdminServer({
      address: admin.address,
      readiness: () => readiness.parts(),
      metrics: (accept) => telemetry.metrics(accept),
      policies: () => policyReport.show(),
      overview: () => telemetry.overview(),
      access,
      tls: adminCertificates?.material,
      audit,
      prompts: settings.store.prompts,
      refused: (why) => {
        telemetry.adminRefused(why);
      },
      logLevel: {
        get: () => logger.level(),
        set: (level) => {
          logger.setLevel(level);
        },
      },
      entryPage: {
        open: () => (store && cache && stoppingAt === undefined ? { store, inspect: cache.inspect } : undefined),
        clock,
        hits: (id) => hits.of(id),
      },
      entries: {
        open: () => (store && cache && stoppingAt === undefined ? { store, preload: cache.preload } : undefined),
        clock,
        maxLineBytes: LINE_FACTOR * (limits.requestBody + limits.responseBody),
      },
      explain: {
        open: () => (stoppingAt === undefined ? cache?.explain : undefined),
        maxRequestBytes: limits.requestBody,
      },
      feedback: { open: () => (stoppingAt === undefined ? cache?.reports : undefined) },
      page: openPage(logger),
      logger,
    });
    const { port: adminPort } = await adminServer.start();
    stops.push(() => {
      adminCertificates?.close();
      return adminServer.stop();
    });
    follow(adminCertificates, (material) => {
      adminServer.renew(material);
    });

    tracing = await openTracing?.(telemetry.spansLost);
    stops.push(async () => tracing?.stop());

    const model = await loadOnnxEmbedder({ ...embedding, modelDir: embedding.model });
    embedder = model;
    stops.push(() => model.close());

    const second = await openSecondOpinion(settings.verify);
    opinion = second;
    stops.push(async () => second?.close());

    const opened = await openStore(settings.store, {
      clock,
      observer: telemetry,
      embedder: model,
      sweepIntervalMs: sweeping.intervalMs,
    });
    store = opened.store;
    stops.push(() => opened.store.close());

    const learned = createThresholds({
      log: opened.labels,
      createLearner: createThresholdLearner,
      embedder: model.identity,
      verifier,
      clock,
      failed,
    });
    thresholds = learned;
    learned.start();
    stops.push(() => within(learned.stop(), LEARNING_STOP_MS, undefined));

    warmUp();
    const codec = createCodec({ offloadBytes: limits.offloadBody, maxDecodedBytes: limits.responseBody });
    stops.push(() => codec.close());

    const semanticCache = createCache(
      {
        codec,
        embedder: model,
        store: opened.store,
        verifier,
        opinion: second,
        checking: { thresholds: learned, judge, observer: telemetry, random: systemRandom },
        clock,
        observer: {
          ...telemetry,
          decided(record) {
            telemetry.decided(record);
            hits.decided(record);
          },
        },
        privacy: {
          secret: opened.secret,
          prompts: settings.store.prompts,
          encrypted: settings.store.encryption !== undefined,
        },
        limits: cacheLimits(limits),
      },
      rulesOf(current, policyReport.inForce()),
    );
    cache = semanticCache;
    // A judge may be slow, and what is not compared is only not learned.
    stops.push(() => within(semanticCache.compared(), LEARNING_STOP_MS, undefined));
    // One grace period for all: what a shared store does not take by then is given up when it is closed.
    const left = (): number => {
      const spent = clock.monotonic() - (stoppingAt ?? clock.monotonic());
      return Math.max(LEAST_FOR_WRITES_MS, limits.drainMs - spent);
    };
    stops.push(() => within(semanticCache.drained(), left(), undefined));

    const extproc = createExtprocServer(semanticCache, {
      address: formatAddress(listen.address),
      socketMode: listen.socketMode,
      drainMs: limits.drainMs,
      tls: certificates?.material,
      discloses: () => current.headers.enabled,
      failed,
      streams: telemetry,
      maxRequestBytes: limits.requestBody,
    });
    const port = await extproc.start();
    stops.push(() => {
      certificates?.close();
      return extproc.stop();
    });
    follow(certificates, (material) => {
      extproc.renew(material);
    });

    const sweeper = createSweeper({ ...opened, clock, observer: telemetry, ...sweeping });
    sweeper.start();
    // Stops first, so that another replica goes on at once; a cluster that hangs must not use up the grace period.
    stops.push(() => within(sweeper.stop(), SWEEPER_STOP_MS, undefined));
    readiness.serving(true);
    return {
      extproc: formatAddress(listen.address.kind === 'tcp' ? { ...listen.address, port } : listen.address),
      admin: formatAddress({ ...admin.address, port: adminPort }),
    };
  }

  async function stop(): Promise<void> {
    readiness.serving(false);
    stoppingAt = clock.monotonic();
    for (const stopPart of stops.splice(0).reverse()) {
      await stopPart().catch((error: unknown) => {
        failed('stop', error);
      });
    }
  }

  return {
    telemetry,
    policyReport,
    stop,
    async start() {
      try {
        return await start();
      } catch (error) {
        await stop();
        throw error;
      }
    },
    apply(next, inForce) {
      // A level that was set over the admin address stays until the configuration says another one.
      if (next.log.level !== current.log.level) logger.setLevel(next.log.level);
      current = next;
      policyReport.applied(inForce);
      telemetry.priced(next.prices);
      cache?.apply(rulesOf(next, inForce));
    },
  };
}

function queueLimits({ embedding, verify, limits }: Settings): OverviewSources['queueLimits'] {
  return {
    embedding: embedding.queue,
    'second-opinion': verify.model === undefined ? undefined : verify.queue,
    writes: limits.writeQueue,
    checks: CHECKS_QUEUED,
  };
}

function rulesOf({ limits }: Settings, { set }: PoliciesInForce): Rules {
  return { policies: set, lookupBudgetMs: limits.lookupBudgetMs };
}
