import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Answer, Choice, RequestFields } from '../../tools/sample-upstream/formats/answer';
import { formatOf } from '../../tools/sample-upstream/formats/by-path';
import { chat } from '../../tools/sample-upstream/formats/chat';
import { choiceFor } from './choice';

/** A request as it reached the upstream. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** 1 for the first request that this upstream got. */
  readonly number: number;
}

/** How the upstream answers one request. A script that throws cuts the connection. */
export type Script = (request: Received, response: ServerResponse) => Promise<void>;

/** Events of `slowStream`, and the pause between two of them. */
export const SLOW_STREAM = { words: 200, gapMs: 10 } as const;
/** The same of `longStream`: 12 seconds. */
export const LONG_STREAM = { words: 60, gapMs: 200 } as const;

/** The deltas of Chat Completions' events put together, however the text was cut into events. */
export function textOf(events: string): string {
  const deltas = [...events.matchAll(/"content":("(?:[^"\\]|\\.)*")/g)].map(
    ([, text]) => JSON.parse(text ?? '""') as string,
  );
  return deltas.join('');
}

const CREATED = 1_750_000_000;
const TOKENS = { prompt: 11, cached: 3, completion: 7, reasoning: 2 };

const WEATHER_CALLS = [
  { name: 'weather', arguments: '{"city": "Oslo", "unit": "C"}' },
  { name: 'weather', arguments: '{"city": "Turin", "unit": "C"}' },
];

export const scripts = {
  /** Answers as a provider would: what the request asks for, as JSON, or as SSE when it asks for a stream. */
  answer: async (request: Received, response: ServerResponse): Promise<void> => {
    await send(response, answerTo(request));
  },
  toolCalls: answering({ tools: WEATHER_CALLS, finish: 'tool_calls' }),
  twoChoices: answering({ text: 'One way to say it.', finish: 'stop' }, { text: 'Another.', finish: 'stop' }),
  refusal: answering({ refusal: 'I cannot help with that.', finish: 'stop' }),
  /** Takes its time, as a model does. */
  slow: async (request: Received, response: ServerResponse): Promise<void> => {
    await pause(1000);
    await scripts.answer(request, response);
  },
  slow500: async (request: Received, response: ServerResponse): Promise<void> => {
    await pause(1000);
    await scripts.status500(request, response);
  },
  /** A stream that is long enough to do something to the cache meanwhile. */
  slowStream: streaming(SLOW_STREAM),
  /** One that outlasts timeouts of whole calls. */
  longStream: streaming(LONG_STREAM),

  // Answers that are not fit to be kept.
  length: answering({ text: 'cut off by', finish: 'length' }),
  contentFilter: answering({ text: 'left out', finish: 'content_filter' }),
  noChoices: answering(),
  emptyText: answering({ text: '', finish: 'stop' }),
  /** Cuts the connection without a word, upon which Envoy answers with a 503 of its own. */
  cutAtOnce: async (_request: Received, response: ServerResponse): Promise<void> => {
    response.destroy();
  },
  /** Sends half of the events and cuts the connection. */
  cutStream: async (request: Received, response: ServerResponse): Promise<void> => {
    const { events } = answerTo(request);
    await sendEvents(response, events.slice(0, events.length / 2), { end: false });
    response.destroy();
  },
  /** Sends half of the announced body and cuts the connection. */
  cutJson: async (request: Received, response: ServerResponse): Promise<void> => {
    const { json: body } = answerTo(request);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    await written(response, body.slice(0, body.length / 2));
    response.destroy();
  },
  /** Ends in good order, but without a finish reason and without [DONE]. */
  unfinishedStream: async (request: Received, response: ServerResponse): Promise<void> => {
    await sendEvents(response, answerTo(request).events.slice(0, -2));
  },
  errorEvent: async (request: Received, response: ServerResponse): Promise<void> => {
    const { events, failure } = answerTo(request);
    await sendEvents(response, [...events.slice(0, 3), ...failure]);
  },
  /** An event of a type that nobody has heard of, in a stream that is whole otherwise. */
  unknownEvent: async (request: Received, response: ServerResponse): Promise<void> => {
    const { streamed, events, ...written } = answerTo(request);
    const unknown = 'event: provider.note\ndata: {"type":"provider.note","note":"new"}\n\n';
    await send(response, { ...written, streamed, events: [...events.slice(0, 2), unknown, ...events.slice(2)] });
  },
  status400: failing(400),
  status401: failing(401),
  status429: failing(429),
  status500: failing(500),
  status503: failing(503),
  /** A whole completion under a status that says otherwise. */
  completionAs500: async (request: Received, response: ServerResponse): Promise<void> => {
    sendJson(response, answerTo(request).json, 500);
  },
  html: async (_request: Received, response: ServerResponse): Promise<void> => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Please log in</h1>');
  },
  notJson: async (_request: Received, response: ServerResponse): Promise<void> => {
    sendJson(response, '{"id":"chatcmpl-1","choices":[');
  },

  /** Compresses when the request allows it, as providers do. */
  gzipIfAllowed: async (request: Received, response: ServerResponse): Promise<void> => {
    const allowed = String(request.headers['accept-encoding']).includes('gzip');
    await (allowed ? scripts.gzipAlways : scripts.answer)(request, response);
  },
  /** Compresses whatever the request says. */
  gzipAlways: async (request: Received, response: ServerResponse): Promise<void> => {
    const body = gzipSync(answerTo(request).json);
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body);
  },
} satisfies Record<string, Script>;

export type ScriptName = keyof typeof scripts;

function answering(...choices: Choice[]): Script {
  return async (request, response) => {
    await send(response, answerTo(request, choices));
  };
}

function streaming({ words, gapMs }: { readonly words: number; readonly gapMs: number }): Script {
  const text = Array.from({ length: words }, (_, i) => `word${i} `).join('');
  return async (request, response) => {
    await sendEvents(response, answerTo(request, [{ text, finish: 'stop' }]).events, { gapMs });
  };
}

/** An answer in the form that the request asks for. */
async function send(response: ServerResponse, { streamed, json, events }: Written): Promise<void> {
  if (streamed) await sendEvents(response, events);
  else sendJson(response, json);
}

/** An answer in both forms of the format that the request was sent in. */
interface Written {
  readonly streamed: boolean;
  readonly json: string;
  readonly events: readonly string[];
  readonly failure: readonly string[];
}

function answerTo({ url, body, number }: Received, choices?: readonly Choice[]): Written {
  const request = fieldsOf(body);
  // Chat Completions on any other path, as some gateways have it.
  const format = formatOf(new URL(url, 'http://upstream').pathname) ?? chat;
  const answer: Answer = {
    by: 'test',
    number,
    created: CREATED,
    request,
    tokens: TOKENS,
    choices: choices ?? [choiceFor(request)],
  };
  return {
    streamed: request['stream'] === true,
    json: JSON.stringify(format.json(answer)),
    events: format.events(answer),
    failure: format.failure,
  };
}

function fieldsOf(body: Buffer): RequestFields {
  try {
    return (JSON.parse(body.toString()) ?? {}) as RequestFields;
  } catch {
    return {};
  }
}

function failing(status: number): Script {
  const body = JSON.stringify({ error: { message: `scripted ${status}`, type: 'test', param: null, code: null } });
  return async (_request, response) => {
    sendJson(response, body, status);
  };
}

function sendJson(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function sendEvents(
  response: ServerResponse,
  events: readonly string[],
  { gapMs = 0, end = true }: { gapMs?: number; end?: boolean } = {},
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  for (const event of events) {
    if (response.destroyed) return;
    await written(response, event);
    if (gapMs > 0) await pause(gapMs);
  }
  if (end) response.end();
}

/** Resolves when the system has the bytes, so that a cut after it comes after them. */
function written(response: ServerResponse, data: string): Promise<void> {
  return new Promise((resolve) => {
    response.write(data, () => {
      resolve();
    });
  });
}
