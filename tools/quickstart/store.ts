import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ELASTICSEARCH, newestMajor } from '../fetch/elasticsearch';
import { progress } from '../fetch/attempts';
import { startElasticsearch } from '../harness/elasticsearch';
import type { RunningProcess } from '../harness/processes';
import type { StoreChoice } from './options';

/** Where the tour's entries are kept, ready to be used by the server. */
export interface TourStore {
  /** The section `store` of the server's configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Resolves when semantic search sees all that was put until now. */
  searchable(): Promise<void>;
  /** The node, if one was started for the tour. */
  readonly process: RunningProcess | undefined;
  /** What the reader should know of it. */
  readonly remark: string | undefined;
  /** Commands to look into it, a line each. */
  readonly byHand: readonly string[];
}

const INDEX_PREFIX = 'llm-semantic-cache-quickstart';
/** Of the model's vectors. */
const DIMS = 384;
/** What leaves most of a lookup's budget. */
const QUICK_MS = 30;

/** @throws Error that says why the store cannot be had. */
export async function prepareStore(choice: StoreChoice, stateDir: string): Promise<TourStore> {
  if (choice.kind === 'embedded') return embedded(join(stateDir, 'store'));
  if (choice.url === undefined) return ownNode(stateDir);
  await checkAnswers(choice.url);
  return elasticsearch({ url: choice.url, stateDir, name: 'your Elasticsearch', process: undefined });
}

/** Here a put can be searched for at once. */
function embedded(path: string): TourStore {
  return {
    config: { kind: 'embedded', path },
    searchable: async () => undefined,
    process: undefined,
    remark: undefined,
    byHand: [],
  };
}

/** A node whose data stay in the state folder, so that the next tour finds the entries of this one. */
async function ownNode(stateDir: string): Promise<TourStore> {
  const version = ELASTICSEARCH[newestMajor()];
  const dir = join(stateDir, 'elasticsearch');
  await mkdir(dir, { recursive: true });
  progress(`starting Elasticsearch ${version} …`);
  const { url, process } = await startElasticsearch({ version, dir });
  return elasticsearch({ url, stateDir, name: `Elasticsearch ${version}`, process });
}

interface Cluster extends Pick<TourStore, 'process'> {
  readonly url: string;
  readonly name: string;
  readonly stateDir: string;
}

async function elasticsearch({ url, name, stateDir, process }: Cluster): Promise<TourStore> {
  const key = join(stateDir, 'partition.key');
  await makeKey(key);
  const indices = `${INDEX_PREFIX}*`;
  let warm: Promise<void> | undefined;
  return {
    config: { kind: 'elasticsearch', nodes: [url], 'index-prefix': INDEX_PREFIX, 'partition-key-file': key },
    searchable: async () => {
      await refresh(`${url}/${indices}/_refresh`);
      await (warm ??= searchUntilQuick(`${url}/${INDEX_PREFIX}-entries-*/_search`));
    },
    process,
    remark:
      `Entries are kept in ${name} at ${url}. ` +
      'It makes new entries searchable within a second; the tour waits for that after each that it stores, and once ' +
      'until the first, slow searches of a new node are over.',
    byHand: [
      `  curl -s '${url}/_cat/indices/${indices}?v'   # the indices that hold the entries`,
      `  curl -s '${url}/${indices}/_search?size=3&pretty'   # some of what is in them`,
    ],
  };
}

/** What Elasticsearch does by itself every second, at once; it answers when new entries can be searched for. */
async function refresh(url: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST' });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
}

/**
 * The first searches of a node that has just been started take longer than a lookup may; such calls go upstream, as they should, but
 * the tour is to show the usual.
 */
async function searchUntilQuick(url: string): Promise<void> {
  const knn = { field: 'vector', query_vector: Array.from({ length: DIMS }, () => 0.05), k: 20, num_candidates: 100 };
  const filter = { range: { expires_at: { gt: 0 } } };
  const body = JSON.stringify({ knn: { ...knn, filter }, _source: ['text'] });
  for (let quick = 0, tries = 0; quick < 5 && tries < 50; tries++) {
    const begun = performance.now();
    const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    await answer.text();
    quick = performance.now() - begun < QUICK_MS ? quick + 1 : 0;
  }
}

async function checkAnswers(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((cause: unknown) => {
    throw new Error(`${url} does not answer: is Elasticsearch running there?`, { cause });
  });
  if (answer.status === 401)
    throw new Error(`${url} asks for credentials; the tour takes only a cluster that needs none`);
}

/** Entries are found again only under the same key, so it stays once it is there. */
async function makeKey(file: string): Promise<void> {
  await writeFile(file, randomBytes(32), { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}
