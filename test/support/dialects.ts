import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DialectName, ParsedResponse, Presentation, Rendered } from '../../src/core/dialect';
import { UnreadableRequestError, UnreadableResponseError } from '../../src/core/errors';

/** As most calls want an answer, and policies show it. */
export const JSON_FORM: Presentation = { form: 'json', includeUsage: true, echo: {}, cachedTokens: false };
export const STREAM: Presentation = { ...JSON_FORM, form: 'sse' };

/** Reads what a provider sent, as it is in test/fixtures/dialects. */
export function fixturesOf(dialect: DialectName): (name: string) => Buffer {
  return (name) => readFileSync(path.join(process.cwd(), 'test/fixtures/dialects', dialect, name));
}

/** The document that an answer is kept as. */
export function documentOf({ completion }: ParsedResponse): unknown {
  return JSON.parse(Buffer.from(completion.body).toString());
}

/** The reason for which a request or a response is refused, or "accepted". */
export function refusal(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    const refused = error instanceof UnreadableRequestError || error instanceof UnreadableResponseError;
    return refused ? error.reason : error;
  }
  return 'accepted';
}

/** A fetch that answers every call with these bytes. */
export function answering({ body, contentType }: Rendered): typeof fetch {
  return () => Promise.resolve(new Response(Buffer.from(body), { headers: { 'content-type': contentType } }));
}
