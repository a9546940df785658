import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../harness/project-root';

export const USAGE = `usage: npm run quickstart -- [--once] [--json] [--port N] [--delay MS] [--state DIR]
                               [--store embedded|elasticsearch] [--elasticsearch-url URL]
  --once       end after the tour: exit 0 when every row was as expected, 1 otherwise
  --json       a line of JSON for each row on stdout instead of the table
  --port N     where Envoy listens (default 10000, or a free port when that is taken)
  --delay MS   how long the sample upstream takes for an answer (default 900)
  --state DIR  store, written configurations and logs (default .cache/quickstart in the checkout)
  --store KIND embedded (default), or elasticsearch: starts a node of its own (needs a JDK and, the first time, Maven)
  --elasticsearch-url URL
               takes this cluster instead of a node of its own, such as http://localhost:9200; implies --store elasticsearch`;

/** Where entries are kept; an Elasticsearch without `url` is a node that the quickstart starts. */
export type StoreChoice =
  { readonly kind: 'embedded' } | { readonly kind: 'elasticsearch'; readonly url: string | undefined };

export interface QuickstartOptions {
  readonly once: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly port: number | undefined;
  readonly delayMs: number;
  readonly stateDir: string;
  readonly store: StoreChoice;
}

/** @throws Error that says what is wrong with the flags. */
export function quickstartOptions(args: string[]): QuickstartOptions {
  const { values } = parseArgs({
    args,
    options: {
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      port: { type: 'string' },
      delay: { type: 'string', default: '900' },
      state: { type: 'string', default: join(projectRoot(), '.cache', 'quickstart') },
      store: { type: 'string' },
      'elasticsearch-url': { type: 'string' },
    },
  });
  return {
    once: values.once,
    json: values.json,
    help: values.help,
    port: values.port === undefined ? undefined : whole('--port', values.port, 65_535),
    delayMs: whole('--delay', values.delay, 60_000),
    stateDir: resolve(values.state),
    store: storeChoice(values.store, values['elasticsearch-url']),
  };
}

function whole(flag: string, text: string, most: number): number {
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`${flag} ${text}: must be a whole number from 0 to ${most}`);
}

function storeChoice(kind: string | undefined, url: string | undefined): StoreChoice {
  if (kind !== undefined && kind !== 'embedded' && kind !== 'elasticsearch') {
    throw new Error(`--store ${kind}: must be embedded or elasticsearch`);
  }
  if (url !== undefined) {
    if (kind === 'embedded') throw new Error('--elasticsearch-url does not go with --store embedded');
    return { kind: 'elasticsearch', url: clusterUrl(url) };
  }
  return kind === 'elasticsearch' ? { kind, url: undefined } : { kind: 'embedded' };
}

function clusterUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new Error(`--elasticsearch-url ${text}: must be a URL such as http://localhost:9200`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new Error('--elasticsearch-url: the tour takes no credentials, only a cluster that needs none');
  }
  return url.href.replace(/\/+$/, '');
}
