import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { scripts, type Received, type Script } from './scripts';

export interface Upstream {
  /** HOST:PORT. */
  readonly address: string;
  /** Requests that reached it. */
  count(): number;
  /** The last request. @throws Error when there was none. */
  last(): Received;
  stop(): Promise<void>;
}

export function portOf({ address }: Pick<Upstream, 'address'>): number {
  return Number(address.split(':')[1]);
}

const KEPT = 50;

/**
 * A scripted provider. A request names its script in the header `x-script` (see scripts.ts); without one it is answered
 * as a provider would, in JSON or SSE. WebSocket upgrades are accepted and echoed byte by byte.
 * @param tls key and certificate of one that speaks TLS
 */
export async function startUpstream(tls?: ServerOptions): Promise<Upstream> {
  const received: Received[] = [];
  let count = 0;
  const listener: RequestListener = (request, response) => {
    const number = ++count;
    take(request, number)
      .then(async (taken) => {
        received.push(taken);
        if (received.length > KEPT) received.shift();
        await scriptOf(request)(taken, response);
      })
      .catch(() => {
        response.destroy();
      });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on('upgrade', echo);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => count,
    last: () => {
      const last = received.at(-1);
      if (!last) throw new Error('nothing has reached the upstream');
      return last;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function take(request: IncomingMessage, number: number): Promise<Received> {
  const body = Buffer.concat(await request.toArray());
  return { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body, number };
}

function scriptOf(request: IncomingMessage): Script {
  const name = request.headers['x-script'];
  if (name === undefined) return scripts.answer;
  const script = (scripts as Readonly<Record<string, Script>>)[String(name)];
  if (!script) throw new Error(`no script ${String(name)}`);
  return script;
}

function echo(request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => {
    socket.destroy();
  });
  const protocol = request.headers['sec-websocket-key'] === undefined ? '' : 'sec-websocket-accept: test\r\n';
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n${protocol}\r\n`);
  socket.write(head);
  socket.pipe(socket);
}
