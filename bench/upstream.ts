import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveParent } from './child';
import { COMPLETION, stamp, STREAM } from './completion';

/**
 * The upstream: answers each request at once with the same completion, or with a stream of time stamps when the client
 * accepts one. Asked by its parent, it tells how many requests have reached it.
 */
function main(): void {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    const streamed = request.headers.accept === 'text/event-stream';
    request.resume().once('end', () => {
      (streamed ? stream : answer)(response);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    serveParent(`127.0.0.1:${(server.address() as AddressInfo).port}`, () => count);
  });
}

const HEADERS = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(COMPLETION) };

function answer(response: ServerResponse): void {
  response.writeHead(200, HEADERS).end(COMPLETION);
}

function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let written = 0;
  const timer = setInterval(() => {
    if (response.destroyed) {
      clearInterval(timer);
    } else if (written < STREAM.events) {
      response.write(event({ role: 'assistant', content: stamp() }, null));
      written += 1;
    } else {
      clearInterval(timer);
      response.end(`${event({}, 'stop')}data: [DONE]\n\n`);
    }
  }, STREAM.gapMs);
}

function event(delta: object, finishReason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  const chunk = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1, model: 'bench-model', choices };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

main();
