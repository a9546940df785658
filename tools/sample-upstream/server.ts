import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { complete } from './completion';
import type { RequestFields, WireFormat } from './formats/answer';
import { formatOf } from './formats/by-path';

export interface SampleUpstream {
  readonly port: number;
  /** Completion calls that reached it. */
  calls(): number;
  close(): Promise<void>;
}

/**
 * A SAMPLE of a server of the LLM APIs, to show the cache with: POST to Chat Completions, Completions and Responses (OpenAI) and
 * Messages (Anthropic), each in JSON or SSE, GET /v1/models, and GET /calls, the number of completion calls so far.
 * Its answers are canned; no model is behind it.
 * `delayMs` is how long an answer takes from the request to its last byte, as a model would need to write it.
 * Port 0 takes a free one.
 */
export async function startSampleUpstream(options: { port: number; delayMs: number }): Promise<SampleUpstream> {
  let calls = 0;
  const server = createServer((request, response) => {
    const counter = { calls: () => calls, count: () => ++calls };
    answer(request, response, { ...counter, delayMs: options.delayMs }).catch(() => {
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    calls: () => calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Sample {
  readonly calls: () => number;
  /** Counts one more and returns its number. */
  readonly count: () => number;
  readonly delayMs: number;
}

async function answer(request: IncomingMessage, response: ServerResponse, sample: Sample): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://sample').pathname;
  const body = Buffer.concat(await request.toArray()).toString();
  if (path === '/calls') {
    sendJson(response, 200, JSON.stringify({ calls: sample.calls() }));
    return;
  }
  if (request.method === 'GET' && path === '/v1/models') {
    const model = { id: 'sample-model', object: 'model', created: 0, owned_by: 'sample-upstream' };
    sendJson(response, 200, JSON.stringify({ object: 'list', data: [model] }));
    return;
  }
  const format = request.method === 'POST' ? formatOf(path) : undefined;
  if (format) await answerCompletion(format, body, response, sample);
  else sendError(response, 404, `the sample upstream has no ${request.method ?? ''} ${path}`);
}

async function answerCompletion(
  format: WireFormat,
  body: string,
  response: ServerResponse,
  { count, delayMs }: Sample,
): Promise<void> {
  let request: RequestFields;
  try {
    request = JSON.parse(body) as RequestFields;
  } catch {
    sendError(response, 400, 'the request body is not JSON');
    return;
  }
  const completion = complete(request, count());
  if (request['stream'] !== true) {
    await pause(delayMs);
    sendJson(response, 200, JSON.stringify(format.json(completion)));
    return;
  }
  const events = format.events(completion);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  for (const event of events) {
    await pause(delayMs / events.length);
    if (response.destroyed) return;
    response.write(event);
  }
  response.end();
}

function sendJson(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function sendError(response: ServerResponse, status: number, message: string): void {
  sendJson(
    response,
    status,
    JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: null } }),
  );
}
