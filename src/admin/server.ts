import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StoreError } from '../core/errors';
import { within } from '../core/within';
import { entriesRoutes, type EntriesOptions } from './entries';
import { explainRoute, type ExplainOptions } from './explain';
import { feedbackRoute, type FeedbackOptions } from './feedback';
import { json, plain, send, type Answer, type Call, type Route } from './reply';

/** A slow client must not hold a connection for long. */
const REQUEST_TIMEOUT_MS = 5000;
/** What all parts together may take to say whether they are ready. */
const READINESS_TIMEOUT_MS = 1000;

/** Whether one part of the service can do its work, and why not. */
export interface PartReadiness {
  readonly part: string;
  readonly ready: boolean;
  /** For people; no secrets. */
  readonly detail: string;
}

export interface AdminOptions {
  readonly address: { readonly host: string; readonly port: number };
  readonly readiness: () => Promise<readonly PartReadiness[]>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly body: string }>;
  /** The policies in force and what is wrong with newer ones; shown to anybody, so without secrets. */
  readonly policies: () => unknown;
  readonly entries: Omit<EntriesOptions, 'logger'>;
  /** Asked with the token of `entries`. */
  readonly explain: Omit<ExplainOptions, 'token'>;
  /** Taken with the same token. */
  readonly feedback: Omit<FeedbackOptions, 'token'>;
  readonly logger: EntriesOptions['logger'] & {
    warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  };
}

/** The operator's HTTP endpoint. */
export interface AdminServer {
  /** Resolves when it listens; rejects when it cannot (address in use, no permission). */
  start(): Promise<{ readonly port: number }>;
  /** Ends it; requests that are being answered are finished first, for at most `REQUEST_TIMEOUT_MS`. */
  stop(): Promise<void>;
}

/**
 * Serves /livez, /readyz, /metrics and /policies to anybody, and what is under /entries, /explain and /feedback, to who has the token. Not for the public: bind it to
 * an address that only operators reach.
 */
export function createAdminServer(options: AdminOptions): AdminServer {
  const entries = entriesRoutes({ ...options.entries, logger: options.logger });
  const routes: Routes = new Map([
    ['/livez', readOnly(() => plain(200, 'ok'))],
    ['/readyz', readOnly(() => readyz(options.readiness))],
    ['/metrics', readOnly(async () => ({ status: 200, ...(await options.metrics()) }))],
    ['/policies', readOnly(() => json(200, options.policies()))],
    ['/entries', new Map([['GET', entries.list]])],
    ['/entries/purge', new Map([['POST', entries.purge]])],
    ['/entries/import', new Map([['POST', entries.import]])],
    ['/explain', new Map([['POST', explainRoute({ ...options.explain, token: options.entries.token })]])],
    ['/feedback', new Map([['POST', feedbackRoute({ ...options.feedback, token: options.entries.token })]])],
  ]);
  // An import takes as long as it takes; other bodies are cut off by `discard`.
  const server = createServer({ requestTimeout: 0, headersTimeout: REQUEST_TIMEOUT_MS }, (req, res) => {
    void respond(req, res, { routes, logger: options.logger });
  });
  server.keepAliveTimeout = REQUEST_TIMEOUT_MS;
  return {
    async start() {
      const bound = await listen(server, options.address);
      // A failing accept (too many open files) must not end the process.
      server.on('error', (error) => {
        options.logger.warn('admin server error', { event: 'admin', error });
      });
      return bound;
    },
    stop: () => close(server),
  };
}

/** Path to method to route. */
type Routes = ReadonlyMap<string, ReadonlyMap<string, Route>>;

function readOnly(route: Route): ReadonlyMap<string, Route> {
  return new Map([
    ['GET', route],
    ['HEAD', route],
  ]);
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, logger }: { routes: Routes; logger: AdminOptions['logger'] },
): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s, 2);
  const left = new AbortController();
  response.once('close', () => {
    left.abort();
  });
  try {
    const answer = await answerTo(routes.get(path), { request, response, query, signal: left.signal });
    if (answer !== undefined) send(response, answer);
  } catch (error) {
    // A client that leaves is no failure; a store that fails is one, whoever hears of it.
    if (left.signal.aborted && !(error instanceof StoreError)) return;
    logger.warn('admin request failed', { event: 'admin', path, error });
    // What has begun can only be broken off: a client must not take a part for the whole.
    if (response.headersSent) response.destroy();
    else send(response, plain(500, 'internal error'));
  } finally {
    discard(request);
  }
}

function answerTo(methods: ReadonlyMap<string, Route> | undefined, call: Call): ReturnType<Route> {
  if (methods === undefined) return plain(404, 'not found');
  const route = methods.get(call.request.method ?? '');
  if (route !== undefined) return route(call);
  call.response.setHeader('allow', [...methods.keys()].join(', '));
  return plain(405, 'method not allowed');
}

/** Takes what is left of a body that nobody reads; ends the connection when that takes long. */
function discard(request: IncomingMessage): void {
  request.resume();
  // Not told when the client leaves after it has its answer, so it must not keep the process alive.
  const deadline = setTimeout(() => request.destroy(), REQUEST_TIMEOUT_MS).unref();
  request.once('close', () => {
    clearTimeout(deadline);
  });
  if (request.closed) clearTimeout(deadline);
}

async function readyz(readiness: AdminOptions['readiness']): Promise<Answer> {
  const parts = await boundedReadiness(readiness);
  const ready = parts.every((part) => part.ready);
  return json(ready ? 200 : 503, { ready, parts });
}

/** A probe has a timeout of its own, after which it would learn nothing: an answer in time says at least what hangs. */
async function boundedReadiness(readiness: AdminOptions['readiness']): Promise<readonly PartReadiness[]> {
  const notReady = (detail: string): readonly PartReadiness[] => [{ part: 'readiness', ready: false, detail }];
  try {
    const late = notReady(`no answer within ${READINESS_TIMEOUT_MS} ms`);
    return await within(readiness(), READINESS_TIMEOUT_MS, late);
  } catch {
    return notReady('the check itself failed');
  }
}

function listen(server: Server, { host, port }: AdminOptions['address']): Promise<{ readonly port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve({ port: (server.address() as AddressInfo).port });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => {
      server.closeAllConnections();
    }, REQUEST_TIMEOUT_MS);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
}
