import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const MiB = 2 ** 20;

/** Of a node, MiB; NaN where it does not say. */
export interface NodeFootprint {
  /** Files of the index, without the transaction log. */
  readonly disk: number;
  readonly segments: number;
  readonly heap: number;
  readonly rss: number;
  /** What searches want to find in the page cache: quantised vectors, graph, and the vectors as they are, which rescore. */
  readonly offHeap: Readonly<Record<'quantised' | 'graph' | 'exact', number>>;
}

export interface NodeAccess {
  readonly url: string;
  readonly pid: number;
  readonly index: string;
}

/** Refreshed, written out, and no merge under way: what was loaded a moment ago is then searched as it is later. */
export async function settleNode({ url, index }: NodeAccess): Promise<void> {
  for (const action of ['_refresh', '_flush']) {
    const { ok, status } = await fetch(`${url}/${index}/${action}`, { method: 'POST' });
    if (!ok) throw new Error(`${action}: HTTP ${status}`);
  }
  for (let quiet = 0; quiet < QUIET_SECONDS; quiet++) {
    await pause(1000);
    if (((await figures(`${url}/${index}/_stats/merge`))._all.primaries.merges?.current ?? 0) > 0) quiet = -1;
  }
}

const QUIET_SECONDS = 3;

export async function nodeFootprint({ url, pid, index }: NodeAccess): Promise<NodeFootprint> {
  const { store, segments, dense_vector } = (await figures(`${url}/${index}/_stats/store,segments,dense_vector`))._all
    .primaries;
  const { nodes } = (await json(`${url}/_nodes/stats/jvm`)) as {
    nodes: Record<string, { jvm: { mem: { heap_used_in_bytes: number } } }>;
  };
  return {
    disk: (store?.size_in_bytes ?? NaN) / MiB,
    segments: segments?.count ?? NaN,
    heap: (Object.values(nodes)[0]?.jvm.mem.heap_used_in_bytes ?? NaN) / MiB,
    rss: await rssOf(pid),
    offHeap: offHeapOf(dense_vector?.off_heap ?? {}),
  };
}

/** By the endings of Lucene's files: binary and byte-wise quantised vectors, graphs, vectors. */
function offHeapOf(bytes: Readonly<Record<string, unknown>>): NodeFootprint['offHeap'] {
  const size = (ending: string): number => Number(bytes[`total_${ending}_size_bytes`] ?? NaN) / MiB;
  return { quantised: size('veb') + size('veq'), graph: size('vex'), exact: size('vec') };
}

/** Of all files in a folder, MiB as the disk counts them. */
export async function folderSize(dir: string): Promise<number> {
  const files = await readdir(dir);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(dir, file))).blocks * 512));
  return sizes.reduce((sum, size) => sum + size, 0) / MiB;
}

/** Of a process, MiB; NaN where there is no /proc. */
async function rssOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) / 1024;
}

interface IndexStats {
  readonly store?: { readonly size_in_bytes: number };
  readonly segments?: { readonly count: number };
  readonly merges?: { readonly current: number };
  readonly dense_vector?: { readonly off_heap?: Readonly<Record<string, unknown>> };
}

async function figures(url: string): Promise<{ readonly _all: { readonly primaries: IndexStats } }> {
  return (await json(url)) as { _all: { primaries: IndexStats } };
}

async function json(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: HTTP ${answer.status}`);
  return answer.json();
}
