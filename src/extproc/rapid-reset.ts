import http2 from 'node:http2';

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
  const original = http2.createServer;
  const createServer = (...args: Parameters<typeof original>): ReturnType<typeof original> => {
    const server = original(...args);
    server.on('session', (session) => {
      let streams = 0;
      session.on('stream', () => {
        streams += 1;
        if (streams === STREAMS_PER_CONNECTION) session.goaway(http2.constants.NGHTTP2_NO_ERROR, LAST_STREAM_ID);
      });
    });
    return server;
  };
  try {
    http2.createServer = createServer as typeof original;
    return await bind();
  } finally {
    http2.createServer = original;
  }
}
