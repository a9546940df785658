import type { RecordedAnswer } from './recorded-call';

/** Where no header says it. */
function contentTypeOf(body: string): string {
  return /^\uFEFF?\s*(?:data|event|id|retry)?:/.test(body) ? 'text/event-stream' : 'application/json';
}

/** An answer of which the recording has the body, as an object or as text: JSON, or an event stream. */
export function answerOf(
  body: unknown,
  { status = 200, headers = {} }: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> },
): RecordedAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  // The body is recorded as it is before any encoding.
  const kept = new Map(named.filter(([name]) => name !== 'content-encoding' && name !== 'content-length'));
  if (!kept.has('content-type')) kept.set('content-type', contentTypeOf(text));
  return { status, headers: kept, body: Buffer.from(text) };
}
