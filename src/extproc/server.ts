import { chmod, lstat, rm } from 'node:fs/promises';
import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import type { Cache } from '../cache/cache';
import { ListenError } from '../core/errors';
import { ExternalProcessorService } from './generated/envoy/service/ext_proc/v3/external_processor';
import { retireConnections } from './rapid-reset';
import { RenewableCredentials, type TlsMaterial } from './tls';
import { handleStream, type OpenStream, type ProcessCall, type StreamOptions } from './stream';

export interface ExtprocServerOptions extends StreamOptions {
  /** `host:port` or `unix:/path`. */
  readonly address: string;
  /** Permissions of a Unix socket: Envoy often runs under another uid. */
  readonly socketMode: number;
  /** How long open exchanges may take to finish when the server stops, ms. */
  readonly drainMs: number;
  /** For TCP; `undefined`: in the clear. */
  readonly tls?: TlsMaterial | undefined;
}

export interface ExtprocServer {
  /** Binds and serves; the port that was bound (0 for a Unix socket). */
  start(): Promise<number>;
  /** Takes no new streams, waits for the open ones up to `drainMs`, then leaves those to Envoy. */
  stop(): Promise<void>;
  openStreams(): number;
  /** Takes over another certificate, for new connections. Nothing happens to a server without TLS. */
  renew(tls: TlsMaterial): void;
}

/** grpc.health.v1: "" and the service's own name. */
const HEALTH_NAMES = ['', 'envoy.service.ext_proc.v3.ExternalProcessor'];

export function createExtprocServer(cache: Cache, options: ExtprocServerOptions): ExtprocServer {
  // It would write to the console, beside our log; what matters of it comes back as an error.
  setLogVerbosity(logVerbosity.NONE);
  // Envoy's buffers bound what arrives (an HTTP/2 client's window may exceed them); the cache bounds what it reads of that.
  // Channelz, gRPC's own debugging service, keeps books on every call; Envoy's statistics and our metrics tell as much.
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.enable_channelz': 0 });
  const health = new HealthImplementation(Object.fromEntries(HEALTH_NAMES.map((name) => [name, 'NOT_SERVING'])));
  const setHealth = (status: 'SERVING' | 'NOT_SERVING'): void => {
    for (const name of HEALTH_NAMES) health.setStatus(name, status);
  };
  const secured = options.tls && new RenewableCredentials(options.tls);
  const streams = new Set<OpenStream>();
  health.addToServer(server);
  server.addService(ExternalProcessorService, {
    process(call: ProcessCall) {
      const stream = handleStream(call, cache, options, () => streams.delete(stream));
      streams.add(stream);
    },
  });

  return {
    async start() {
      const socket = socketPath(options.address);
      if (socket !== undefined) await removeStaleSocket(socket);
      const port = await retireConnections(() =>
        bind(server, options.address, secured ?? ServerCredentials.createInsecure()),
      );
      if (socket !== undefined) await chmod(socket, options.socketMode);
      setHealth('SERVING');
      return socket === undefined ? port : 0;
    },
    async stop() {
      setHealth('NOT_SERVING');
      const closed = new Promise<void>((resolve) => {
        server.tryShutdown(() => {
          resolve();
        });
      });
      const deadline = setTimeout(() => {
        for (const stream of streams) stream.leave();
        // What is written to them must still go out before the connections are torn down.
        setTimeout(() => {
          server.forceShutdown();
        }, 100).unref();
      }, options.drainMs);
      await closed;
      clearTimeout(deadline);
    },
    openStreams: () => streams.size,
    renew: (tls) => secured?.renew(tls),
  };
}

/** A process that was killed leaves its socket behind. Anything else of that name is somebody's and stays; the bind then fails. */
async function removeStaleSocket(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSocket() === true) await rm(path, { force: true });
}

function socketPath(address: string): string | undefined {
  return address.startsWith('unix:') ? address.slice('unix:'.length) : undefined;
}

function bind(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) resolve(port);
      else reject(new ListenError(`listen.address ${address} cannot be bound: is it in use?`, { cause: error }));
    });
  });
}
