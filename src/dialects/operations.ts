import type { Completion, DigestedRequest, ParsedResponse, Rendered, Rendering, ResponseForm } from '../core/dialect';
import type { RequestHead } from '../core/exchange';
import { digestRequest } from './digest';
import { dialectNamed } from './registry';

/** The work on whole bodies that runs either here or in the worker. Arguments and results are plain data. */
export const OPERATIONS = {
  parseRequest: (dialect: string, body: Uint8Array, head: RequestHead): DigestedRequest =>
    digestRequest(dialectNamed(dialect).parseRequest(body, head)),
  parseResponse: (dialect: string, body: Uint8Array, form: ResponseForm): ParsedResponse =>
    dialectNamed(dialect).parseResponse(body, form),
  render: (dialect: string, completion: Completion, as: Rendering): Rendered | undefined =>
    dialectNamed(dialect).render(completion, as),
};

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type Arguments<N extends OperationName> = Parameters<Operations[N]>;
export type Result<N extends OperationName> = ReturnType<Operations[N]>;
