import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ELASTICSEARCH, missingForElasticsearch, type ElasticsearchMajor } from '../../tools/fetch/elasticsearch';
import { startElasticsearch, type ElasticsearchNode } from '../../tools/harness/elasticsearch';
import { sharedFolder, sharedNode } from './elasticsearch-shared';

/** For hooks that start a node: obtaining it the first time, and a slow start. */
export const NODE_MS = 180_000;

/** A test file's share of a node that other files use too. */
export interface ElasticsearchPlace {
  /** Without a slash at the end. */
  readonly url: string;
  /** The file's indices begin with this; they are removed at its end. */
  readonly prefix: string;
}

/**
 * A `describe` whose tests need a real Elasticsearch of that major; `place()` is there once its hooks run. Skipped with one
 * plain line where it cannot be had; in CI nothing may be left out, so there the tests run and fail with the reason.
 */
export function describeWithElasticsearch(major: ElasticsearchMajor, body: (place: () => ElasticsearchPlace) => void) {
  const missing = missingForElasticsearch(ELASTICSEARCH[major]);
  const skip = missing !== undefined && !process.env['CI'];
  if (skip) sayOnce(major, missing);
  (skip ? describe.skip : describe)(`Elasticsearch ${ELASTICSEARCH[major]}`, () => {
    const prefix = uniquePrefix();
    let place: ElasticsearchPlace | undefined;
    beforeAll(async () => {
      place = { url: (await sharedNode(major)).url, prefix };
    }, NODE_MS);
    afterAll(async () => {
      if (place) await removeIndices(place);
    });
    body(() => {
      if (!place) throw new Error('the node is started by beforeAll: ask for it in a hook or a test');
      return place;
    });
  });
}

/** Begins the names of one test file's indices, so that files do not meet on a shared node. */
function uniquePrefix(): string {
  return `test-${randomBytes(5).toString('hex')}`;
}

/** Removes the indices whose names begin with the prefix. By name: nodes refuse to delete by a pattern. */
export async function removeIndices({ url, prefix }: ElasticsearchPlace): Promise<void> {
  const answer = await fetch(`${url}/_cat/indices/${prefix}*?h=index&format=json&expand_wildcards=all`);
  const names = ((await answer.json()) as { index: string }[]).map(({ index }) => index);
  if (names.length === 0) return;
  const removed = await fetch(`${url}/${names.join(',')}?ignore_unavailable=true`, { method: 'DELETE' });
  if (!removed.ok) throw new Error(`removal of ${names.join(', ')}: ${await removed.text()}`);
}

/** A node of a test's own, to be killed, frozen and restarted. */
export interface OwnNode {
  readonly url: string;
  /** To be sent SIGKILL, SIGSTOP and SIGCONT; another one after `restart`. */
  readonly process: () => ElasticsearchNode['process'];
  /** Stops it if it still runs, and starts it on the same data and port. */
  restart(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

export async function ownNode(major: ElasticsearchMajor): Promise<OwnNode> {
  const dir = await mkdtemp(join(tmpdir(), 'lsc-own-elasticsearch-'));
  const version = ELASTICSEARCH[major];
  let node = await startElasticsearch({ version, dir });
  const stop = async (): Promise<void> => {
    // A frozen process hears SIGTERM only when it goes on.
    node.process.kill('SIGCONT');
    await node.stop();
  };
  return {
    url: node.url,
    process: () => node.process,
    restart: async () => {
      await stop();
      node = await startElasticsearch({ version, dir, port: node.port });
    },
    remove: async () => {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Once in a jest process: whoever makes the folder that the node would have had says it. */
function sayOnce(major: ElasticsearchMajor, missing: string): void {
  try {
    mkdirSync(sharedFolder(major));
  } catch {
    return;
  }
  process.stderr.write(`Elasticsearch ${major} tests skipped: ${missing}\n`);
}
