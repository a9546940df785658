import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { asEvents, asJson, complete, type CompletionRequest } from './completion';

export interface SampleUpstream {
  readonly port: number;
  /** Completion calls that reached it. */
  calls(): number;
  close(): Promise<void>;
}

/**
 * A SAMPLE of an OpenAI-compatible server, to show the cache with: POST /v1/chat/completions (JSON or SSE), GET /v1/models,
 * and GET /calls, the number of completion calls so far. Its answers are canned; no model is behind it.
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
  } else if (request.method === 'GET' && path === '/v1/models') {
    const model = { id: 'sample-model', object: 'model', created: 0, owned_by: 'sample-upstream' };
    sendJson(response, 200, JSON.stringify({ object: 'list', data: [model] }));
  } else if (request.method === 'POST' && path === '/v1/chat/completions') {
    await answerCompletion(body, response, sample);
  } else {
    sendError(response, 404, `the sample upstream has no ${request.method ?? ''} ${path}`);
  }
}

async function answerCompletion(body: string, response: ServerResponse, { count, delayMs }: Sample): Promise<void> {
  let request: CompletionRequest;
  try {
    request = JSON.parse(body) as CompletionRequest;
  } catch {
    sendError(response, 400, 'the request body is not JSON');
    return;
  }
  const completion = complete(request, count());
  if (request.stream !== true) {
    await pause(delayMs);
    sendJson(response, 200, asJson(completion));
    return;
  }
  const events = asEvents(completion, request.stream_options?.include_usage === true);
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
