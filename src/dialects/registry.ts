import type { Dialect, DialectByHead, DialectChoice } from '../core/dialect';
import type { RequestHead } from '../core/exchange';
import type { JsonObject } from '../core/json';
import { anthropicMessages } from './anthropic-messages';
import { openaiChat } from './openai-chat';
import { openaiCompletions } from './openai-completions';
import { openaiResponses } from './openai-responses';

/** Every wire format that we speak; a request is of the first that accepts or recognises it. */
export const DIALECTS: readonly Dialect[] = [openaiChat, openaiCompletions, openaiResponses, anthropicMessages];

/** @throws Error when there is none of that name: an entry of a dialect that this build does not have. */
export function dialectNamed(name: string): Dialect {
  const dialect = DIALECTS.find((candidate) => candidate.name === name);
  if (dialect === undefined) throw new Error(`no dialect ${JSON.stringify(name)}`);
  return dialect;
}

/** The dialect of a request as its head tells it: by the end of its path, else as `choice` has it for paths that say nothing. */
export function dialectByHead(head: RequestHead, choice: DialectChoice): DialectByHead | undefined {
  const byPath = DIALECTS.find((dialect) => dialect.accepts(head))?.name;
  if (byPath !== undefined || choice === 'by-path') return byPath;
  return head.method === 'POST' && isJson(head) ? choice : undefined;
}

/** Not an upload: nobody has to hold its body back. */
function isJson({ headers }: RequestHead): boolean {
  return /^application\/json\b/i.test(headers.get('content-type') ?? 'application/json');
}

/** The dialect of a request by the fields of its body. */
export function dialectByContent(request: JsonObject, head: RequestHead): Dialect | undefined {
  return DIALECTS.find((dialect) => dialect.recognises(request, head));
}

/** The headers that a dialect may look at. */
export function parameterHeadersOf(dialect: DialectByHead): readonly string[] {
  return dialect === 'by-content'
    ? DIALECTS.flatMap(({ parameterHeaders }) => parameterHeaders)
    : dialectNamed(dialect).parameterHeaders;
}
