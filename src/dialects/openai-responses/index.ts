import type { Dialect } from '../../core/dialect';
import { defineDialect } from '../shared/define';
import { events } from './render';
import { PARAMETER_HEADERS, readRequest, recognises } from './request';
import { judge, TOKENS } from './response';
import { said } from './said';
import { assemble } from './stream';

/**
 * OpenAI Responses, and whoever speaks it: Azure OpenAI, vLLM, LiteLLM, OpenRouter … (OpenAI API reference,
 * "Responses": create, the response object, streaming events).
 */
export const openaiResponses: Dialect = defineDialect({
  name: 'openai-responses',
  paths: { end: '/responses' },
  recognises,
  parameterHeaders: PARAMETER_HEADERS,
  readRequest,
  judge,
  assemble,
  events,
  said,
  withCachedTokens: TOKENS.withCachedTokens,
  usageOnRequest: false,
});
