import type { RequestHead } from '../../../core/exchange';
import type { Dictionary } from '../dictionary';
import { property, table } from '../table';
import type { Kinded } from '../values';

interface Url extends Kinded {
  readonly head: RequestHead;
  readonly text: () => string;
}

export function urlOf(head: RequestHead): Url {
  return { kind: 'Url', head, text: () => `${schemeOf(head)}://${head.authority}${head.path}${queryString(head)}` };
}

export const URL_TABLE = table('Url', {
  Scheme: property('string', ({ head }: Url) => schemeOf(head)),
  Host: property('string', ({ head }: Url) => head.authority.replace(/:\d*$/, '')),
  Port: property('int', ({ head }: Url) => portOf(head)),
  Path: property('string', ({ head }: Url) => head.path),
  QueryString: property('string', ({ head }: Url) => queryString(head)),
  Query: property('Query', ({ head }: Url) => queryOf(head)),
});

/** The proxy tells it where it is configured to; else TLS is taken for granted. */
function schemeOf({ surroundings }: RequestHead): string {
  return surroundings?.scheme ?? 'https';
}

function portOf(head: RequestHead): bigint {
  const port = /:(\d{1,5})$/.exec(head.authority)?.[1];
  if (port !== undefined) return BigInt(port);
  return schemeOf(head) === 'http' ? 80n : 443n;
}

/** With its "?" where there is one. */
function queryString({ query }: RequestHead): string {
  return query === '' ? '' : `?${query}`;
}

/** Names are compared without case; values are decoded. */
function queryOf({ query }: RequestHead): Dictionary {
  let values: Map<string, string[]> | undefined;
  const read = () => (values ??= parseQuery(query));
  return {
    kind: 'Query',
    keyWord: 'query parameter',
    find: (name) => read().get(name.toLowerCase()),
    keys: () => [...read().keys()],
  };
}

function parseQuery(query: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    const key = name.toLowerCase();
    const known = values.get(key);
    if (known) known.push(value);
    else values.set(key, [value]);
  }
  return values;
}
