import { answerTo } from './answers';
import type { Answer, RequestFields } from './formats/answer';

interface Turn {
  readonly role?: string;
  readonly content?: unknown;
}

/** The canned answer to the last question of a request of any format. */
export function complete(request: RequestFields, call: number): Answer {
  const turns = turnsOf(request);
  const text = answerTo(textOf(turns.findLast(({ role }) => role === 'user')?.content));
  const prompt = tokens(turns.map(({ content }) => textOf(content)).join(' '));
  return {
    by: 'sample',
    number: call,
    created: Math.floor(Date.now() / 1000),
    request,
    tokens: { prompt, cached: 0, completion: tokens(text), reasoning: 0 },
    choices: [{ text, finish: 'stop' }],
  };
}

/** The conversation, instructions first; a bare text is what the user says. */
function turnsOf({ system, instructions, messages, input, prompt }: RequestFields): Turn[] {
  const said: unknown = messages ?? input ?? prompt;
  const turns = typeof said === 'string' ? [{ role: 'user', content: said }] : Array.isArray(said) ? said : [];
  return [{ role: 'system', content: system ?? instructions }, ...(turns as Turn[])];
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
