import type { Embedder } from '../../src/core/embedder';
import type { RequestHead, ResponseHead } from '../../src/core/exchange';

/** A chat completion call of no special wishes, and the head of its answer. */
export const CHAT_HEAD: RequestHead = {
  method: 'POST',
  authority: 'h',
  path: '/v1/chat/completions',
  query: '',
  headers: new Map(),
  directives: { noStore: false, noCache: false, onlyIfCached: false },
};
export const ANSWER_HEAD: ResponseHead = {
  status: 200,
  headers: new Map([['content-type', 'application/json']]),
  fromUpstream: true,
};

/** The body of a chat completion that says this. */
export function answering(content: string): Buffer {
  return Buffer.from(
    JSON.stringify({
      id: 'c',
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 1 },
    }),
  );
}

/** To which all texts mean the same, where meaning is not the subject. */
export function oneVectorEmbedder(
  embed: Embedder['embed'] = () => Promise.resolve({ kind: 'vector', vector: new Float32Array([1]) }),
): Embedder {
  return { identity: 'e', dims: 1, waiting: 0, embed, close: () => Promise.resolve() };
}
