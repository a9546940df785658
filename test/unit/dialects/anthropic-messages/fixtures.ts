import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ParsedResponse, Presentation, Rendered } from '../../../../src/core/dialect';
import { UnreadableRequestError, UnreadableResponseError } from '../../../../src/core/errors';
import { anthropicMessages } from '../../../../src/dialects/anthropic-messages';

export const JSON_FORM: Presentation = { form: 'json', includeUsage: true, echo: {}, cachedTokens: false };
export const STREAM: Presentation = { ...JSON_FORM, form: 'sse' };

export const fixture = (name: string): Buffer =>
  readFileSync(path.join(process.cwd(), 'test/fixtures/dialects/anthropic-messages', name));

export const parsedFixture = (name: string): ParsedResponse =>
  anthropicMessages.parseResponse(fixture(name), name.endsWith('.sse') ? 'sse' : 'json');

export const shown = (name: string, as: Presentation): Rendered =>
  anthropicMessages.render(parsedFixture(name).completion, as)!;

export const documentOf = ({ completion }: ParsedResponse): unknown =>
  JSON.parse(Buffer.from(completion.body).toString());

/** The reason for which it is refused, or "accepted". */
export function refusal(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    const refused = error instanceof UnreadableRequestError || error instanceof UnreadableResponseError;
    return refused ? error.reason : error;
  }
  return 'accepted';
}
