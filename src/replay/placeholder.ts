import type { DialectName, Usage } from '../core/dialect';

/** What stands where an answer was not recorded. */
const TEXT = 'llm-semantic-cache replay: the answer to this call was not recorded';
const MARK = Buffer.from(TEXT);

/** An answer of the dialect's, as short as it may be, in JSON: it is stored so that later calls find it. */
export function placeholderAnswer(dialect: DialectName, { promptTokens, completionTokens }: Usage): Uint8Array {
  return Buffer.from(JSON.stringify(documentOf(dialect, promptTokens, completionTokens)));
}

/** Whether an answer is one of these. */
export function isPlaceholder(body: Uint8Array): boolean {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(MARK);
}

function documentOf(dialect: DialectName, prompt: number, completion: number): object {
  const id = 'replay';
  const counted = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
  const measured = { input_tokens: prompt, output_tokens: completion };
  switch (dialect) {
    case 'openai-chat': {
      const message = { role: 'assistant', content: TEXT };
      return { id, object: 'chat.completion', created: 0, model: id, choices: [choice({ message })], usage: counted };
    }
    case 'openai-completions':
      return {
        ...{ id, object: 'text_completion', created: 0, model: id },
        ...{ choices: [choice({ text: TEXT, logprobs: null })], usage: counted },
      };
    case 'openai-responses':
      return {
        ...{ id, object: 'response', created_at: 0, status: 'completed', error: null, model: id },
        output: [
          {
            ...{ type: 'message', id, status: 'completed', role: 'assistant' },
            content: [{ type: 'output_text', text: TEXT, annotations: [] }],
          },
        ],
        usage: { ...measured, total_tokens: prompt + completion },
      };
    case 'anthropic-messages':
      return {
        ...{ id, type: 'message', role: 'assistant', model: id, content: [{ type: 'text', text: TEXT }] },
        ...{ stop_reason: 'end_turn', stop_sequence: null, usage: measured },
      };
  }
}

function choice(what: object): object {
  return { index: 0, ...what, finish_reason: 'stop' };
}
