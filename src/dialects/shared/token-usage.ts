import type { Completion } from '../../core/dialect';
import { isJsonObject, type JsonObject } from '../../core/json';

/** How OpenAI's APIs tell tokens; the older and the newer ones name them differently. */
export interface TokenUsage {
  /** Tokens of an answer; `undefined` when it does not tell both counts. */
  readonly usageOf: (document: JsonObject) => Completion['usage'];
  /** The document with details that say that the whole prompt was read from a cache (`cached_tokens`). */
  readonly withCachedTokens: (document: JsonObject) => JsonObject;
}

/** @param prompt @param completion names of the two counts; details of the prompt are in `PROMPT_details` */
export function tokenUsage(prompt: string, completion: string): TokenUsage {
  const details = `${prompt}_details`;
  return {
    usageOf({ usage }) {
      if (!isJsonObject(usage)) return undefined;
      const { [prompt]: promptTokens, [completion]: completionTokens } = usage;
      if (typeof promptTokens !== 'number' || typeof completionTokens !== 'number') return undefined;
      return { promptTokens, completionTokens };
    },
    withCachedTokens(document) {
      const { usage } = document;
      if (!isJsonObject(usage) || typeof usage[prompt] !== 'number') return document;
      const told = isJsonObject(usage[details]) ? usage[details] : {};
      return { ...document, usage: { ...usage, [details]: { ...told, cached_tokens: usage[prompt] } } };
    },
  };
}
