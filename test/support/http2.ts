import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:http2';
import { bodyOf, type Ask, type Stack } from './stack';

/** Sends a chat completion call over HTTP/2 without TLS. The body comes as it was cut into frames. */
export async function askOverHttp2(
  stack: Stack,
  call: Ask,
): Promise<{ readonly headers: IncomingHttpHeaders; readonly chunks: readonly Buffer[] }> {
  const session = connect(stack.envoy.url);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/v1/chat/completions',
    ':authority': new URL(stack.envoy.url).host,
    'content-type': 'application/json',
    authorization: 'Bearer sk-test',
    ...call.headers,
  });
  stream.end(bodyOf(call));
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  const chunks = (await stream.toArray()) as Buffer[];
  session.close();
  return { headers, chunks };
}
