import type { Dialect } from '../../core/dialect';
import { TOKENS } from '../shared/choices';
import { defineDialect } from '../shared/define';
import { events } from './render';
import { PARAMETER_HEADERS, readRequest, recognises } from './request';
import { judge } from './response';
import { said } from './said';
import { assemble } from './stream';

/**
 * OpenAI Chat Completions, and whoever speaks it: Azure OpenAI, OpenRouter, vLLM, Mistral, Groq, Gemini's compatible
 * endpoint … (OpenAI API reference, "Chat": create, the chat completion object, streaming).
 */
export const openaiChat: Dialect = defineDialect({
  name: 'openai-chat',
  paths: { end: '/chat/completions' },
  recognises,
  parameterHeaders: PARAMETER_HEADERS,
  readRequest,
  judge,
  assemble,
  events,
  said,
  withCachedTokens: TOKENS.withCachedTokens,
  usageOnRequest: true,
});
