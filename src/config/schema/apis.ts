import { z } from 'zod';
import { templateProblem } from '../../policy/caller/url-template';
import type { ApiSettings, OperationSettings } from '../../policy/sources';
import { hostNames, matching, text } from './scalars';
import { duplicates, report, type Fault } from './tables';

/** An API as the configuration has it, before the operations of its OpenAPI file are read. */
export interface ConfiguredApi extends ApiSettings {
  /** Path of a file with further operations. */
  readonly openapi: string | undefined;
}

const MOST_APIS = 1_000;
const MOST_OPERATIONS = 10_000;
const PATH_RULE = 'must be "" or a path prefix that begins with "/" and has no query, such as /openai';
const METHOD_RULE = 'must be an HTTP method, such as POST, or "*" for any';

const operation = z
  .strictObject({
    id: text('must be an id without white space around it'),
    name: z.string({ error: 'must be a name' }).optional(),
    method: matching(/^(?:\*|[A-Za-z]+)$/, METHOD_RULE).default('*'),
    'url-template': z
      .string({ error: 'must be a URL template, such as /deployments/{deployment-id}/chat/completions' })
      .superRefine((value, context) => {
        const problem = templateProblem(value);
        if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
      }),
  })
  .transform((raw): OperationSettings => ({
    id: raw.id,
    name: raw.name ?? raw.id,
    method: raw.method.toUpperCase(),
    urlTemplate: raw['url-template'],
  }));

const api = z
  .strictObject({
    id: matching(/^[^\s/]+$/, 'must be an id without "/" and white space: policies name operations as API/OPERATION'),
    name: z.string({ error: 'must be a name' }).optional(),
    version: z.string({ error: 'must be a version in quotes, such as "2024-10-21"' }).default(''),
    hosts: hostNames,
    path: matching(/^(?:\/[^\s?#]*)?$/, PATH_RULE).default(''),
    operations: z
      .array(operation, { error: 'must be a list of operations' })
      .max(MOST_OPERATIONS, { error: `must be at most ${MOST_OPERATIONS} operations` })
      .default([]),
    openapi: text('must be the path of an OpenAPI file').optional(),
  })
  .transform((raw): ConfiguredApi => ({ ...raw, name: raw.name ?? raw.id, openapi: raw.openapi }));

/** The APIs that calls are made to, and their operations. */
export const apis = z
  .array(api, { error: 'must be a list of APIs' })
  .max(MOST_APIS, { error: `must be at most ${MOST_APIS} APIs` })
  .superRefine((all, context) => {
    report(faultsOf(all), context);
  });

function faultsOf(all: readonly ConfiguredApi[]): readonly Fault[] {
  const byId = (each: { readonly id: string }): readonly string[] => [each.id];
  const ofOperations = all.flatMap(({ operations }, i) => duplicates([i, 'operations'], operations, byId, 'id'));
  return [...duplicates([], all, byId, 'id'), ...ofOperations];
}
