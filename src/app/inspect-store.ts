import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ElasticsearchStoreSettings, EmbeddedStoreSettings } from '../config/settings';
import type { Embedder } from '../core/embedder';
import { StoreError } from '../core/errors';
import { inspectElasticsearch, type Inspection } from '../store/elasticsearch/inspect';
import { refuseForeignFile } from '../store/embedded/layout';
import { lockHolder } from '../store/embedded/lock';

/** The directory of an embedded store, which may be open elsewhere. Nothing is opened or made. */
export interface DirectoryInspection {
  readonly problem: string | undefined;
  readonly holder: string | undefined;
  readonly foreign: string | undefined;
  readonly freeBytes: number;
  readonly takenBytes: number;
}

export async function inspectDirectory({ path }: EmbeddedStoreSettings): Promise<DirectoryInspection> {
  const nearest = nearestExisting(path);
  const { bavail, bsize } = statfsSync(nearest);
  const file = join(path, 'data.mdb');
  return {
    problem: problemOf(path, nearest),
    holder: await lockHolder(path).catch(() => undefined),
    foreign: foreignFile(path),
    freeBytes: bavail * bsize,
    takenBytes: existsSync(file) ? statSync(file).size : 0,
  };
}

function nearestExisting(path: string): string {
  const parent = dirname(path);
  return existsSync(path) || parent === path ? path : nearestExisting(parent);
}

function problemOf(path: string, nearest: string): string | undefined {
  if (!statSync(nearest).isDirectory())
    return nearest === path ? 'is no directory' : `cannot be made: ${nearest} is no directory`;
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return nearest === path ? 'cannot be written' : `cannot be made: ${nearest} cannot be written`;
  }
}

function foreignFile(path: string): string | undefined {
  try {
    refuseForeignFile(path);
    return undefined;
  } catch (error) {
    return error instanceof StoreError ? error.message : `the store's file in ${path} cannot be read`;
  }
}

/** The cluster of a shared store, for a model; changes nothing there unless `mayWrite`. */
export function inspectCluster(
  settings: ElasticsearchStoreSettings,
  space: Pick<Embedder, 'identity' | 'dims'> | undefined,
  mayWrite: boolean,
): Promise<Inspection> {
  const { connection, indexPrefix, indexType } = settings;
  return inspectElasticsearch({ connection, indexPrefix, indexType, space, mayWrite });
}
