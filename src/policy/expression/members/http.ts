import type { HeaderMap } from '../../../core/exchange';
import { isJsonObject } from '../../../core/json';
import type { PolicyBody } from '../../call';
import type { Dictionary } from '../dictionary';
import { EvaluationFault, seeThrough, type Run } from '../run';
import { STATUS_TEXTS } from '../status-text';
import { method, property, table } from '../table';
import { json, type Kinded } from '../values';
import { urlOf } from './url';

interface Body extends Kinded {
  readonly of: (run: Run) => PolicyBody | undefined;
  readonly whose: string;
}

const REQUEST_BODY: Body = { kind: 'Body', whose: 'request', of: ({ call }) => call.requestBody };
const RESPONSE_BODY: Body = { kind: 'Body', whose: 'response', of: ({ call }) => call.response?.body };

const REQUEST_HEADERS = headersOf(({ call }) => call.head.headers);
const RESPONSE_HEADERS = headersOf((run) => responseOf(run).headers);

const MATCHED_PARAMETERS: Dictionary = {
  kind: 'MatchedParameters',
  keyWord: 'parameter',
  find: (name, { call }) => call.caller.matchedParameters.get(name),
  keys: ({ call }) => [...call.caller.matchedParameters.keys()],
};

export const HTTP_TABLES = [
  table('Request', {
    Method: property('string', (_: unknown, run) => {
      seeThrough(run, 'url', 'context.Request.Method');
      return run.call.head.method;
    }),
    Url: property('Url', (_: unknown, run) => {
      seeThrough(run, 'url', 'context.Request.Url');
      return urlOf(run.call.head);
    }),
    // The two differ in Azure by its rewriting, which the cache does not do.
    OriginalUrl: property('Url', (_: unknown, { call }) => urlOf(call.head)),
    Headers: property('Headers', () => REQUEST_HEADERS),
    IpAddress: property('string', (_: unknown, { call }) => call.head.surroundings?.clientAddress ?? null),
    MatchedParameters: property('MatchedParameters', () => MATCHED_PARAMETERS),
    Body: property('Body', () => REQUEST_BODY),
  }),
  table('Response', {
    StatusCode: property('int', (_: unknown, run) => BigInt(responseOf(run).status)),
    StatusReason: property('string', (_: unknown, run) => STATUS_TEXTS.get(responseOf(run).status) ?? ''),
    Headers: property('Headers', () => RESPONSE_HEADERS),
    Body: property('Body', () => RESPONSE_BODY),
  }),
  table(
    'Body',
    {},
    {
      As: method(
        '<string|JToken|JObject|JArray>(preserveContent?)',
        ({ typeArgument }) => typeArgument ?? 'object',
        read,
      ),
    },
  ),
];

function responseOf({ call }: Run): NonNullable<Run['call']['response']> {
  if (!call.response) throw new EvaluationFault('context.Response is not there yet');
  return call.response;
}

/** Lines of one name came joined by ", " and are one value here. */
function headersOf(of: (run: Run) => HeaderMap): Dictionary {
  return {
    kind: 'Headers',
    keyWord: 'header',
    find: (name, run) => {
      const key = name.toLowerCase();
      seeThrough(run, `header:${key}`, `the header "${key}"`);
      const value = of(run).get(key);
      return value === undefined ? undefined : [value];
    },
    keys: (run) => {
      for (const key of run.call.hidden.keys())
        if (key.startsWith('header:')) seeThrough(run, key, 'the list of headers');
      return [...of(run).keys()];
    },
  };
}

/** A body can be read again and again here, whatever `preserveContent` says. */
function read(self: Body, _given: readonly unknown[], run: Run, type: string | undefined): unknown {
  const whose = `the body of the ${self.whose}`;
  seeThrough(run, 'body', whose);
  const body = self.of(run);
  if (!body) throw new EvaluationFault(`${whose} is not there`);
  if (type === 'string') return body.text();
  const value = body.json();
  if (type === 'JObject' && !isJsonObject(value)) throw new EvaluationFault(`${whose} is no JSON object`);
  if (type === 'JArray' && !Array.isArray(value)) throw new EvaluationFault(`${whose} is no JSON array`);
  return json(value);
}
