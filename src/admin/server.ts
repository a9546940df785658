import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { within } from '../core/within';

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
  readonly logger: { warn(message: string, fields?: Readonly<Record<string, unknown>>): void };
}

/** The operator's HTTP endpoint. */
export interface AdminServer {
  /** Resolves when it listens; rejects when it cannot (address in use, no permission). */
  start(): Promise<{ readonly port: number }>;
  /** Ends it; requests that are being answered are finished first, for at most `REQUEST_TIMEOUT_MS`. */
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Answers GET (and HEAD) of one path. */
type Route = () => Answer | Promise<Answer>;

/** Serves /livez, /readyz and /metrics. Not for the public: bind it to an address that only operators reach. */
export function createAdminServer(options: AdminOptions): AdminServer {
  const routes = new Map<string, Route>([
    ['/livez', () => plain(200, 'ok')],
    ['/readyz', () => readyz(options.readiness)],
    ['/metrics', async () => ({ status: 200, ...(await options.metrics()) })],
  ]);
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS },
    (req, res) => {
      void respond(req, res, { routes, logger: options.logger });
    },
  );
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

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, logger }: { routes: ReadonlyMap<string, Route>; logger: AdminOptions['logger'] },
): Promise<void> {
  // No route reads a body.
  request.resume();
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const route = routes.get(path);
  if (route === undefined) {
    send(response, plain(404, 'not found'));
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    send(response, plain(405, 'method not allowed'));
  } else {
    try {
      send(response, await route());
    } catch (error) {
      logger.warn('admin request failed', { event: 'admin', path, error });
      send(response, plain(500, 'internal error'));
    }
  }
}

/** node:http leaves the body out for HEAD by itself. */
function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

function plain(status: number, text: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${text}\n` };
}

async function readyz(readiness: AdminOptions['readiness']): Promise<Answer> {
  const parts = await boundedReadiness(readiness);
  const ready = parts.every((part) => part.ready);
  const body = `${JSON.stringify({ ready, parts })}\n`;
  return { status: ready ? 200 : 503, contentType: 'application/json', body };
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
