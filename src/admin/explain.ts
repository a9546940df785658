import { describedCall, placedCallOf } from '../cache/described-call';
import type { Explain } from '../cache/explain';
import type { PlacedCall } from '../cache/place';
import { readBody } from './body';
import type { Problem } from './entry-query';
import { parsedJson, problemOf } from './json-input';
import { json, plain, type Answer, type Route } from './reply';

/** A call to be explained may be written with this much around its body: headers, and white space. */
const AROUND_BODY_BYTES = 64 * 1024;

export interface ExplainOptions {
  /** `undefined` while the cache is not there. */
  readonly open: () => Explain | undefined;
  /** Of the completion request. */
  readonly maxRequestBytes: number;
}

/** `POST /explain`: what would become of a call. */
export function explainRoute({ open, maxRequestBytes }: ExplainOptions): Route {
  const most = maxRequestBytes + AROUND_BODY_BYTES;
  return async ({ request }) => {
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
  return placedCallOf(data);
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
