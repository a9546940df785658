import type { ParsedResponse, Presentation, Rendered } from '../../../../src/core/dialect';
import { anthropicMessages } from '../../../../src/dialects/anthropic-messages';
import { fixturesOf } from '../../../support/dialects';

export const fixture = fixturesOf('anthropic-messages');

export const parsedFixture = (name: string): ParsedResponse =>
  anthropicMessages.parseResponse(fixture(name), name.endsWith('.sse') ? 'sse' : 'json');

export const shown = (name: string, as: Presentation): Rendered =>
  anthropicMessages.render(parsedFixture(name).completion, as)!;
