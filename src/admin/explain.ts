import { z } from 'zod';
import type { Explain } from '../cache/explain';
import type { PlacedCall } from '../cache/place';
import { headOf } from '../cache/request-head';
import { readBody } from './body';
import type { Problem } from './entry-query';
import { parsedJson, problemOf } from './json-input';
import { json, plain, type Answer, type Route } from './reply';
import { deny } from './token';

/** A call to be explained may be written with this much around its body: headers, and white space. */
const AROUND_BODY_BYTES = 64 * 1024;

export interface ExplainOptions {
  /** Who has it may ask; `undefined`: nobody may. */
  readonly token: string | undefined;
  /** `undefined` while the cache is not there. */
  readonly open: () => Explain | undefined;
  /** Of the completion request. */
  readonly maxRequestBytes: number;
}

const describedCall = z.strictObject(
  {
    path: z.string({ error: 'must be a text' }).startsWith('/', { error: 'must begin with /' }),
    method: z
      .string({ error: 'must be a text' })
      .regex(/^[A-Z]+$/, { error: 'must be a method in capitals' })
      .default('POST'),
    authority: z.string({ error: 'must be a text' }).optional(),
    headers: z.record(z.string(), z.string(), { error: 'must be a mapping of texts' }).default({}),
    body: z.looseObject({}, { error: 'must be the completion request, an object' }),
  },
  {
    error: ({ code }) =>
      code === 'invalid_type'
        ? 'must be a JSON object with path and body, and of method, authority and headers what there is'
        : undefined,
  },
);

/** `POST /explain`: what would become of a call. */
export function explainRoute({ token, open, maxRequestBytes }: ExplainOptions): Route {
  const most = maxRequestBytes + AROUND_BODY_BYTES;
  return async ({ request }) => {
    const denied = deny(request, token);
    if (denied !== undefined) return denied;
    const explain = open();
    if (explain === undefined) return plain(503, 'the cache is not open');
    const bytes = await readBody(request, most);
    if (bytes === undefined) return plain(413, `longer than ${most} bytes`);
    const call = callOf(bytes.toString('utf8'));
    return 'problem' in call ? plain(400, call.problem) : answer(await explain(call));
  };
}

function callOf(text: string): PlacedCall | Problem {
  const { data, error } = describedCall.safeParse(parsedJson(text));
  if (data === undefined) return problemOf(error, 'the request');
  // The body is given as it is before any encoding.
  const given = Object.entries(data.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const headers = new Map(given.filter(([name]) => name !== 'content-encoding' && name !== 'content-length'));
  const { method, path: target, authority = headers.get('host') ?? '' } = data;
  return { head: headOf({ method, authority, target, headers }), body: Buffer.from(JSON.stringify(data.body)) };
}

/** Times as exports have them. */
function answer(explained: Awaited<ReturnType<Explain>>): Answer {
  if (!('candidates' in explained)) return json(200, explained);
  const candidates = explained.candidates.map((candidate) => ({
    ...candidate,
    createdAt: new Date(candidate.createdAt).toISOString(),
    expiresAt: new Date(candidate.expiresAt).toISOString(),
  }));
  return json(200, { ...explained, candidates });
}
