import type { Dialect } from '../../core/dialect';
import { TOKENS } from '../shared/choices';
import { defineDialect } from '../shared/define';
import { events } from './render';
import { PARAMETER_HEADERS, readRequest, recognises } from './request';
import { judge } from './response';
import { said } from './said';
import { assemble } from './stream';

/**
 * OpenAI Completions, and whoever speaks it: Azure OpenAI, vLLM, llama.cpp, Ollama, LiteLLM … (OpenAI API reference,
 * "Completions": create, the completion object).
 */
export const openaiCompletions: Dialect = defineDialect({
  name: 'openai-completions',
  // What ends alike and is another format: chat, and Mistral's fill in the middle, which answers as chat does.
  paths: { end: '/completions', but: ['/chat/completions', '/fim/completions'] },
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
