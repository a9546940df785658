import { answerTo } from './answers';

interface Message {
  readonly role?: string;
  readonly content?: unknown;
}

/** The parts of a Chat Completions request that the sample looks at. */
export interface CompletionRequest {
  readonly model?: string;
  readonly messages?: readonly Message[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
}

/** An answer before it has taken a form. */
export interface SampleCompletion {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly text: string;
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number };
}

export function complete(request: CompletionRequest, call: number): SampleCompletion {
  const messages = request.messages ?? [];
  const text = answerTo(textOf(messages.findLast((m) => m.role === 'user')?.content));
  const prompt = tokens(messages.map((m) => textOf(m.content)).join(' '));
  const completion = tokens(text);
  return {
    id: `chatcmpl-sample-${call}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model ?? 'sample-model',
    text,
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  };
}

export function asJson({ id, created, model, text, usage }: SampleCompletion): string {
  const message = { role: 'assistant', content: text, refusal: null, annotations: [] };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }];
  return JSON.stringify({
    id,
    object: 'chat.completion',
    created,
    model,
    choices,
    usage,
    system_fingerprint: 'sample',
  });
}

/** Server-sent events: role, a word at a time, the finish, the usage if it was asked for, the end. */
export function asEvents({ id, created, model, text, usage }: SampleCompletion, includeUsage: boolean): string[] {
  const chunk = (fields: object): string => {
    const head = { id, object: 'chat.completion.chunk', created, model, system_fingerprint: 'sample' };
    // The API puts `usage: null` on every chunk but the last when usage is asked for, and no usage at all otherwise.
    return `data: ${JSON.stringify({ ...head, ...(includeUsage ? { usage: null } : {}), ...fields })}\n\n`;
  };
  const delta = (content: object, finish: string | null): string =>
    chunk({ choices: [{ index: 0, delta: content, logprobs: null, finish_reason: finish }] });
  const words = text.match(/\S+\s*/g) ?? [];
  return [
    delta({ role: 'assistant', content: '', refusal: null }, null),
    ...words.map((word) => delta({ content: word }, null)),
    delta({}, 'stop'),
    ...(includeUsage ? [chunk({ choices: [], usage })] : []),
    'data: [DONE]\n\n',
  ];
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: string }) => part.text ?? '').join(' ');
}

/** About as many tokens as a real tokenizer would count. */
function tokens(text: string): number {
  return Math.ceil(text.split(/\s+/).filter(Boolean).length * 1.3);
}
