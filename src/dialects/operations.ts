import type {
  Completion,
  DialectByHead,
  DigestedRequest,
  ParsedResponse,
  Presentation,
  Rendered,
  ResponseForm,
} from '../core/dialect';
import type { RequestHead } from '../core/exchange';
import { isJsonObject } from '../core/json';
import { digestRequest } from './digest';
import { dialectByContent, dialectNamed } from './registry';
import { refuseRequest } from './shared/refuse';
import { parseStrictJson } from './shared/strict-json';

/** The work on whole bodies that runs either here or in the worker. Arguments and results are plain data. */
export const OPERATIONS = {
  parseRequest: (dialect: DialectByHead, body: Uint8Array, head: RequestHead): DigestedRequest => {
    const name = dialect === 'by-content' ? recognised(body, head) : dialect;
    return digestRequest(dialectNamed(name).parseRequest(body, head));
  },
  parseResponse: (dialect: string, body: Uint8Array, form: ResponseForm): ParsedResponse =>
    dialectNamed(dialect).parseResponse(body, form),
  render: (dialect: string, completion: Completion, as: Presentation): Rendered | undefined =>
    dialectNamed(dialect).render(completion, as),
};

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type Arguments<N extends OperationName> = Parameters<Operations[N]>;
export type Result<N extends OperationName> = ReturnType<Operations[N]>;

function recognised(body: Uint8Array, head: RequestHead): string {
  const parsed = parseStrictJson(body);
  if (!parsed.ok) refuseRequest(parsed.fault);
  const name = isJsonObject(parsed.value) ? dialectByContent(parsed.value, head) : undefined;
  return name ?? refuseRequest('no dialect has these fields', 'not-a-completion');
}
