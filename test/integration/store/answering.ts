import { createServer as createHttpServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Common name of the client's certificate. */
  readonly client: string | undefined;
}

/** An answer, or the end of the connection in its place. */
export type Reply = { readonly status: number; readonly body: unknown; readonly headers?: object } | 'cut';

/** Speaks as much of Elasticsearch's HTTP as a test gives it to say, for faults that a real node has no switch for. */
export interface Answering {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

export async function answering(
  reply: (asked: Asked) => Reply | Promise<Reply>,
  options: { readonly tls?: ServerOptions; readonly port?: number } = {},
): Promise<Answering> {
  const asked: Asked[] = [];
  const listener: RequestListener = (request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const certificate =
        'getPeerCertificate' in request.socket ? (request.socket as never as Tls).getPeerCertificate() : undefined;
      const { method = '', url: path = '', headers } = request;
      const question = { method, path, headers, body, client: certificate?.subject?.CN };
      asked.push(question);
      const answer = await reply(question);
      if (answer === 'cut') return request.socket.destroy();
      const head = { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch', ...answer.headers };
      response.writeHead(answer.status, head).end(method === 'HEAD' ? '' : JSON.stringify(answer.body));
      return undefined;
    })();
  };
  const server = options.tls ? createHttpsServer(options.tls, listener) : createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Tls {
  getPeerCertificate(): { readonly subject?: { readonly CN?: string } };
}

/** As Elasticsearch words an error. */
export function errorReply(status: number, type: string, reason = ''): Reply {
  return { status, body: { error: { type, reason, root_cause: [{ type, reason }] }, status } };
}
