/** An answer before it has taken a provider's form. */
export interface Answer {
  /** Who answers; a word that every id of the answer has. */
  readonly by: string;
  /** Number of the request that it was made for: every id of the answer has it, so that a stored one is told from a fresh one. */
  readonly number: number;
  /** Seconds since 1970. */
  readonly created: number;
  readonly tokens: Tokens;
  readonly request: RequestFields;
  readonly choices: readonly Choice[];
}

export interface Tokens {
  /** Of the prompt, those that were read from a cache included. */
  readonly prompt: number;
  readonly cached: number;
  /** Of the answer, those of its reasoning included. */
  readonly completion: number;
  readonly reasoning: number;
}

export interface Choice {
  readonly reasoning?: string;
  readonly text?: string;
  readonly refusal?: string;
  readonly tools?: readonly ToolCall[];
  readonly finish: Finish;
}

/** Why a choice ended, in the words of Chat Completions. */
export type Finish = 'stop' | 'length' | 'content_filter' | 'tool_calls';

export interface ToolCall {
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

/** A request's body, of whichever provider; read leniently, as its senders are other people's clients. */
export type RequestFields = Readonly<Record<string, any>>;

/** How a provider writes an answer. */
export interface WireFormat {
  /** The whole JSON document. */
  json(answer: Answer): object;
  /** The whole stream, about a word an event, as text blocks that end with a blank line each. */
  events(answer: Answer): readonly string[];
  /** What the provider sends, and then ends, when it fails after the stream has begun. */
  readonly failure: readonly string[];
}

export function modelOf({ model }: RequestFields): string {
  return typeof model === 'string' ? model : 'sample-model';
}

export function words(text = ''): string[] {
  return text.match(/\S+\s*/g) ?? [];
}
