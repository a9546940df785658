import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ELASTICSEARCH, newestMajor } from '../../tools/fetch/elasticsearch';
import { startElasticsearch } from '../../tools/harness/elasticsearch';
import type { NodeAccess } from './footprint';
import { startStore, type StoreProcess } from './process';
import type { IndexTypeName } from './tasks';

const PREFIX = 'bench';

/** Both stores, each in a process of its own, and the node behind one of them. */
export interface StoresStack {
  readonly embedded: StoreProcess;
  readonly elasticsearch: StoreProcess;
  readonly embeddedDir: string;
  readonly node: NodeAccess;
  readonly version: string;
  stop(): Promise<void>;
}

export async function startStores({
  indexType,
  heap,
}: {
  readonly indexType: IndexTypeName;
  readonly heap: string;
}): Promise<StoresStack> {
  const dir = await mkdtemp(join(tmpdir(), 'lsc-bench-'));
  const stops: (() => Promise<void> | void)[] = [() => rm(dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const version = ELASTICSEARCH[newestMajor()];
    const node = await startElasticsearch({ version, dir: join(dir, 'elasticsearch'), heap });
    stops.push(node.stop);
    const embeddedDir = join(dir, 'embedded');
    const embedded = await startStore({ kind: 'embedded', path: embeddedDir });
    stops.push(embedded.stop);
    const elasticsearch = await startStore({ kind: 'elasticsearch', url: node.url, indexPrefix: PREFIX, indexType });
    stops.push(elasticsearch.stop);
    const access = { url: node.url, pid: node.process.pid, index: `${PREFIX}-entries-*` };
    return { embedded, elasticsearch, embeddedDir, node: access, version, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
