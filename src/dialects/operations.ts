import type {
  CanonicalRequest,
  Completion,
  DialectByHead,
  DigestedRequest,
  ParsedResponse,
  Presentation,
  Rendered,
  ResponseForm,
  Said,
} from '../core/dialect';
import type { RequestHead } from '../core/exchange';
import { isJsonObject } from '../core/json';
import { digestRequest } from './digest';
import { dialectByContent, dialectNamed } from './registry';
import { refuseRequest } from './shared/refuse';
import { parseStrictJson } from './shared/strict-json';

/** The work on whole bodies that runs either here or in the worker. Arguments and results are plain data. */
export const OPERATIONS = {
  parseRequest: (dialect: DialectByHead, body: Uint8Array, head: RequestHead): DigestedRequest =>
    digestRequest(
      dialect === 'by-content' ? requestByContent(body, head) : dialectNamed(dialect).parseRequest(body, head),
    ),
  parseResponse: (dialect: string, body: Uint8Array, form: ResponseForm): ParsedResponse =>
    dialectNamed(dialect).parseResponse(body, form),
  render: (dialect: string, completion: Completion, as: Presentation): Rendered | undefined =>
    dialectNamed(dialect).render(completion, as),
  said: (dialect: string, completion: Completion): Said => dialectNamed(dialect).said(completion),
};

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type Arguments<N extends OperationName> = Parameters<Operations[N]>;
export type Result<N extends OperationName> = ReturnType<Operations[N]>;

function requestByContent(body: Uint8Array, head: RequestHead): CanonicalRequest {
  const parsed = parseStrictJson(body);
  if (!parsed.ok) refuseRequest(parsed.fault);
  const read = isJsonObject(parsed.value)
    ? dialectByContent(parsed.value, head)?.readRequest(parsed.value, head)
    : undefined;
  return read ?? refuseRequest('no dialect has these fields', 'not-a-completion');
}
