import type { Dialect } from '../../core/dialect';
import { defineDialect } from '../shared/define';
import { responseEvents } from './events';
import { isResponsesRequest, PARAMETER_HEADERS, readRequest } from './request';
import { judge, withCachedTokens } from './response';
import { assembleStream } from './stream';

/**
 * OpenAI Responses, and whoever speaks it: Azure OpenAI, vLLM, LiteLLM, OpenRouter … (OpenAI API reference,
 * "Responses": create, the response object, streaming events).
 */
export const openaiResponses: Dialect = defineDialect({
  name: 'openai-responses',
  accepts: (head) => head.method === 'POST' && head.path.endsWith('/responses'),
  recognises: isResponsesRequest,
  parameterHeaders: PARAMETER_HEADERS,
  readRequest,
  judge,
  assemble: assembleStream,
  events: responseEvents,
  withCachedTokens,
  usageOnRequest: false,
});
