import type { Dialect } from '../../core/dialect';
import { defineDialect } from '../shared/define';
import { events } from './render';
import { PARAMETER_HEADERS, readRequest, recognises } from './request';
import { judge, withCachedTokens } from './response';
import { said } from './said';
import { assemble } from './stream';

/**
 * Anthropic Messages, and whoever speaks it: Claude in Azure AI Foundry, LiteLLM, OpenRouter … (Anthropic API reference,
 * "Messages": create, streaming messages).
 */
export const anthropicMessages: Dialect = defineDialect({
  name: 'anthropic-messages',
  // Not of OpenAI's threads; `/v1/messages/count_tokens` and `/v1/messages/batches` are other calls.
  paths: { end: '/v1/messages' },
  recognises,
  parameterHeaders: PARAMETER_HEADERS,
  readRequest,
  judge,
  assemble,
  events,
  said,
  withCachedTokens,
  usageOnRequest: false,
});
