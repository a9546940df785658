import { z } from 'zod';
import type { TracingSettings } from '../settings';
import { file, fraction, httpUrl, optional, text } from './scalars';

const ENDPOINT_RULE =
  'must be the URL of an OTLP/HTTP receiver of traces, such as http://127.0.0.1:4318/v1/traces, without user and password';

const endpoint = httpUrl(ENDPOINT_RULE);

/** Where spans go: nowhere without an endpoint. */
export const tracing = z
  .strictObject({
    endpoint: optional(endpoint),
    'headers-file': optional(file),
    'root-share': fraction('1: every exchange that no caller has decided about gets a span'),
    'service-name': text('must be the name of the service in traces'),
  })
  .transform((raw): TracingSettings => ({
    endpoint: raw.endpoint,
    headersFile: raw['headers-file'],
    rootShare: raw['root-share'],
    serviceName: raw['service-name'],
  }));
