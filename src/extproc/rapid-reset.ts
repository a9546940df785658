import http2, { type Http2SecureServer, type Http2Server, type ServerHttp2Session } from 'node:http2';

/** Below nghttp2's allowance of 1000 stream resets on a connection. */
const STREAMS_PER_CONNECTION = 800;

/** "Streams up to the highest possible id are still served": nothing in flight is refused. */
const LAST_STREAM_ID = 2 ** 31 - 1;

/**
 * Envoy ends every ext_proc stream with RST_STREAM, and nghttp2 (the HTTP/2 library in Node) takes more than 1000 resets on one
 * connection, plus 33 a second, for the rapid-reset attack (CVE-2023-44487): it then refuses streams, and Envoy fails
 * open or closed. So each connection is retired gracefully before that: after 800 streams it gets a GOAWAY(NO_ERROR), Envoy opens a
 * new one, and streams that run finish. Node 20 has no option for the limit, and grpc-js none for this; so the servers that
 * `bind` makes are watched.
 */
export async function retireConnections<T>(bind: () => Promise<T>): Promise<T> {
  const { createServer, createSecureServer } = http2;
  try {
    http2.createServer = watched(createServer);
    http2.createSecureServer = watched(createSecureServer);
    return await bind();
  } finally {
    Object.assign(http2, { createServer, createSecureServer });
  }
}

/** The function, which also looks after the connections of the servers that it makes. */
function watched<F extends typeof http2.createServer | typeof http2.createSecureServer>(create: F): F {
  return new Proxy(create, {
    apply(target, self, args): Http2Server | Http2SecureServer {
      const server = Reflect.apply(target, self, args) as Http2Server | Http2SecureServer;
      return server.on('session', retireInTime);
    },
  });
}

function retireInTime(session: ServerHttp2Session): void {
  let streams = 0;
  session.on('stream', () => {
    streams += 1;
    if (streams === STREAMS_PER_CONNECTION) session.goaway(http2.constants.NGHTTP2_NO_ERROR, LAST_STREAM_ID);
  });
}
