import type { Dialect } from '../../core/dialect';
import { OPENAI_CHAT } from './name';
import { render } from './render';
import { PARAMETER_HEADERS, parseRequest } from './request';
import { parseResponse } from './response';

/**
 * OpenAI Chat Completions, and whoever speaks it: Azure OpenAI, OpenRouter, vLLM, Mistral, Groq, Gemini's compatible
 * endpoint … (OpenAI API reference, "Chat": create, the chat completion object, streaming).
 */
export const openaiChat: Dialect = {
  name: OPENAI_CHAT,
  accepts: (head) => head.method === 'POST' && head.path.endsWith('/chat/completions'),
  parameterHeaders: PARAMETER_HEADERS,
  parseRequest,
  parseResponse,
  render,
};
