import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { AccessRules } from './access';
import type { Audit } from './audit';
import { browserHeaders } from './browser';
import { endpoints, type EndpointOptions } from './endpoints';
import { isLoopback } from './loopback';
import { respond, type ResponderOptions } from './respond';

/** A slow client must not hold a connection for long. */
const REQUEST_TIMEOUT_MS = 5000;

export interface AdminOptions extends Omit<EndpointOptions, 'audit'> {
  readonly address: { readonly host: string; readonly port: number };
  readonly access: Pick<AccessRules, 'tokens' | 'certificates'>;
  /** `undefined`: in the clear. */
  readonly tls: AdminTlsMaterial | undefined;
  readonly audit: Audit;
  readonly refused: ResponderOptions['refused'];
  readonly logger: ResponderOptions['logger'];
}

/** What TLS needs, as PEM. */
export interface AdminTlsMaterial {
  /** Our certificate, and those between it and its authority. */
  readonly cert: string;
  readonly key: string;
  /** Authorities of client certificates; `undefined`: none is asked for. */
  readonly clientCa: string | undefined;
}

/** The operator's HTTP endpoint. */
export interface AdminServer {
  /** Resolves when it listens; rejects when it cannot (address in use, no permission). */
  start(): Promise<{ readonly port: number }>;
  /** For new connections; whether certificates are asked for stays as it was. */
  renew(material: AdminTlsMaterial): void;
  /** Ends it; requests that are being answered are finished first, for at most `REQUEST_TIMEOUT_MS`. */
  stop(): Promise<void>;
}

/**
 * Serves probes, scrapers and the page to anybody, and the rest to who has the right to it: docs/security.md. Not for the public: bind it to
 * an address that only operators reach.
 */
export function createAdminServer(options: AdminOptions): AdminServer {
  const { address, access, tls, page } = options;
  const responder: ResponderOptions = {
    ...options,
    access: { ...access, loopback: isLoopback(address.host) },
    endpoints: endpoints(options),
    headers: browserHeaders(page?.scriptHashes ?? []),
  };
  const server = serverOf(tls, (request, response) => {
    void respond(request, response, responder).finally(() => {
      discard(request);
    });
  });
  server.keepAliveTimeout = REQUEST_TIMEOUT_MS;
  return {
    async start() {
      const bound = await listen(server, address);
      // A failing accept (too many open files) must not end the process.
      server.on('error', (error) => {
        options.logger.warn('admin server error', { event: 'admin', error });
      });
      return bound;
    },
    renew(material) {
      if ('setSecureContext' in server) server.setSecureContext(contextOf(material));
    },
    stop: () => close(server),
  };
}

function serverOf(
  tls: AdminTlsMaterial | undefined,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Server | TlsServer {
  // An import takes as long as it takes; other bodies are cut off by `discard`.
  const times = { requestTimeout: 0, headersTimeout: REQUEST_TIMEOUT_MS };
  if (tls === undefined) return createServer(times, answer);
  // Asked for, and not required: probes have none. What it may do is decided for each request.
  const clients = { requestCert: tls.clientCa !== undefined, rejectUnauthorized: false };
  return createTlsServer({ ...times, ...clients, handshakeTimeout: REQUEST_TIMEOUT_MS, ...contextOf(tls) }, answer);
}

function contextOf({ cert, key, clientCa }: AdminTlsMaterial): object {
  return { cert, key, minVersion: 'TLSv1.2', ...(clientCa === undefined ? {} : { ca: clientCa }) };
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

function listen(
  server: Server | TlsServer,
  { host, port }: AdminOptions['address'],
): Promise<{ readonly port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve({ port: (server.address() as AddressInfo).port });
    });
  });
}

function close(server: Server | TlsServer): Promise<void> {
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
