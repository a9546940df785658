import type { Dialect } from '../../core/dialect';
import { defineDialect } from '../shared/define';
import { events } from './events';
import { accepts, PARAMETER_HEADERS, readRequest, recognises } from './request';
import { judge, withCachedTokens } from './response';
import { assemble } from './stream';

/**
 * Anthropic Messages, and whoever speaks it: Claude in Azure AI Foundry, LiteLLM, OpenRouter … (Anthropic API reference,
 * "Messages": create, streaming messages).
 */
export const anthropicMessages: Dialect = defineDialect({
  name: 'anthropic-messages',
  accepts,
  recognises,
  parameterHeaders: PARAMETER_HEADERS,
  readRequest,
  judge,
  assemble,
  events,
  withCachedTokens,
  usageOnRequest: false,
});
