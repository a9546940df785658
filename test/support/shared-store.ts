import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../tools/harness/waiting';
import type { ElasticsearchPlace } from './elasticsearch';

/** What servers need to share a store. */
export interface SharedStore {
  /** Sections of a server's configuration. */
  readonly config: Readonly<Record<'store' | 'sweeper', Readonly<Record<string, unknown>>>>;
  /** Removes the key file, not the entries. */
  remove(): Promise<void>;
}

/** A store in that Elasticsearch, with a key of its own, swept every second. */
export async function sharedStore({ url, prefix }: ElasticsearchPlace): Promise<SharedStore> {
  const dir = await mkdtemp(join(tmpdir(), 'lsc-key-'));
  const key = join(dir, 'partition.key');
  await writeFile(key, randomBytes(32));
  return {
    config: {
      store: { kind: 'elasticsearch', nodes: [url], 'index-prefix': prefix, 'partition-key-file': key },
      sweeper: { interval: '1s' },
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Asks the node itself. @throws Error unless it says that all is well */
export async function elasticsearch<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${url}/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} /${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

/** The alias that a server has made, and the index behind it; waits until they are there. */
export async function entriesIndex({ url, prefix }: ElasticsearchPlace): Promise<{ alias: string; index: string }> {
  return until('the alias of entries', async () => {
    const path = `_cat/aliases/${prefix}-entries-*?format=json&h=alias,index`;
    return (await elasticsearch<{ alias: string; index: string }[]>(url, 'GET', path))[0];
  });
}

/** Entries that are there, found by search or not. */
export async function countEntries(place: ElasticsearchPlace): Promise<number> {
  const entries = `${place.prefix}-entries-*`;
  await elasticsearch(place.url, 'POST', `${entries}/_refresh`);
  return (await elasticsearch<{ count: number }>(place.url, 'GET', `${entries}/_count`)).count;
}
