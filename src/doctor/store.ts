import { formatSize } from '../core/units';
import { at, type Check, type Finding, type Group } from './check';

/** The directory of an embedded store, looked at from outside. */
export interface EmbeddedFacts {
  readonly kind: 'embedded';
  readonly path: string;
  /** Why the directory cannot be used or made; `undefined`: it can. */
  readonly problem: string | undefined;
  /** Who has it open; `undefined`: nobody. */
  readonly holder: string | undefined;
  /** Whether a running server answers, which is then taken for the holder. */
  readonly serverRuns: boolean;
  /** Why the file that is there is none of ours. */
  readonly foreign: string | undefined;
  /** Bytes that are free there, and that the store takes already. */
  readonly freeBytes: number;
  readonly takenBytes: number;
  readonly maxBytes: number;
}

/** A cluster, looked at without changing anything there. */
export interface ElasticsearchFacts {
  readonly kind: 'elasticsearch';
  /** Why it cannot be asked; what is below is then not known. */
  readonly problem: string | undefined;
  readonly version: string | undefined;
  /** Privileges on our indices that we lack; `undefined`: the cluster does not tell (no security, perhaps). */
  readonly missingPrivileges: readonly string[] | undefined;
  /** Why the index that is there cannot be used; `absent`: there is none yet. */
  readonly index: 'ours' | 'absent' | { readonly problem: string } | undefined;
  /** As the index has it, and as it is configured. */
  readonly refreshInterval: { readonly is: string | undefined; readonly wantedMs: number };
  /** Why a document could not be written and removed again; `not-tried` without --write. */
  readonly write: 'done' | 'not-tried' | { readonly problem: string };
}

export type StoreFacts = EmbeddedFacts | ElasticsearchFacts;

/** The file may be so many times as large as what it holds. */
const FILE_FACTOR = 2;
const LEAST_FREE = 64 * 1024 * 1024;
const LEAST_VERSION = '8.18';

const CHECKS: readonly Check<StoreFacts>[] = [
  {
    id: 'store-directory',
    severity: 'error',
    title: 'the directory of the store can be written',
    why: 'Without it the start is refused.',
    look: embedded(({ path, problem }) =>
      problem === undefined
        ? []
        : [{ found: `${path} ${problem}`, change: 'store.path: a directory that the user of the service may write' }],
    ),
  },
  {
    id: 'store-lock',
    severity: 'warning',
    title: 'nobody else has the store open',
    why: 'One process at a time may open a directory.',
    look: embedded(({ path, holder, serverRuns }) =>
      holder === undefined || serverRuns
        ? []
        : [
            {
              found: `${path} is in use by ${holder}, and no server answers at the admin address`,
              change: 'end that process, or name its admin address with --admin',
            },
          ],
    ),
  },
  {
    id: 'store-format',
    severity: 'error',
    title: 'what is there is a store',
    why: 'A foreign or damaged file refuses the start.',
    look: embedded(({ foreign }) =>
      foreign === undefined
        ? []
        : [{ found: foreign, change: 'delete it (a cache fills again), or give another store.path' }],
    ),
  },
  {
    id: 'store-disk',
    severity: 'warning',
    title: 'the disk has room for store.max-bytes',
    why: 'On a full disk nothing more is stored; what is there goes on serving.',
    look: embedded((facts) => diskFindings(facts)),
  },
  {
    id: 'store-reachable',
    severity: 'error',
    title: 'Elasticsearch answers',
    why: 'While it is away every lookup misses with store-unavailable.',
    look: at((facts) =>
      facts.kind === 'embedded'
        ? []
        : problemOf(facts.problem, 'store.nodes, store.cloud-id and the credentials; docs/operations.md'),
    ),
  },
  {
    id: 'store-version',
    severity: 'error',
    title: `Elasticsearch is ${LEAST_VERSION} or newer`,
    why: 'Older ones lack what the index is made of.',
    look: elasticsearch(({ version }) => {
      if (version === undefined) return { because: 'the cluster does not say its version' };
      const [major = 0, minor = 0] = version.split('.').map(Number);
      if (major > 8 || (major === 8 && minor >= 18)) return [];
      return [{ found: `Elasticsearch is ${version}`, change: `upgrade it to ${LEAST_VERSION} or newer` }];
    }),
  },
  {
    id: 'store-privileges',
    severity: 'error',
    title: 'the credentials have the privileges that are needed',
    why: 'Without read and view_index_metadata the start is refused; without the others parts of the work are not done.',
    look: elasticsearch(({ missingPrivileges, index }) =>
      missingPrivileges === undefined
        ? { because: 'the cluster does not tell privileges' }
        : privilegeFindings(missingPrivileges, index === 'absent'),
    ),
  },
  {
    id: 'store-index',
    severity: 'error',
    title: 'the index is as expected',
    why: 'An index with another mapping refuses the start.',
    look: elasticsearch(({ index }) => {
      if (index === undefined) return { because: 'the cluster did not say' };
      if (index === 'ours') return [];
      return index === 'absent'
        ? [{ found: 'there is no index yet', change: 'nothing: the first start makes it', severity: 'info' }]
        : problemOf(index.problem, 'delete it, as a cache fills again, or choose another store.index-prefix');
    }),
  },
  {
    id: 'store-refresh',
    severity: 'warning',
    title: 'new entries are found as soon as configured',
    why: 'Until the index is refreshed an entry is not found by meaning.',
    look: elasticsearch(({ refreshInterval: { is, wantedMs } }) => {
      if (is === undefined) return { because: 'there is no index yet, or the cluster does not tell its settings' };
      if (is === `${wantedMs}ms` || is === `${wantedMs / 1000}s`) return [];
      const change = `PUT <index>/_settings {"index": {"refresh_interval": "${wantedMs}ms"}}, or store.refresh-interval`;
      return [{ found: `refresh_interval of the index is ${is}, store.refresh-interval is ${wantedMs} ms`, change }];
    }),
  },
  {
    id: 'store-write',
    severity: 'error',
    title: 'a document can be written and removed',
    why: 'What cannot be written is not kept.',
    look: elasticsearch(({ write }) => {
      if (write === 'not-tried') return { because: 'it would change something: give --write' };
      return write === 'done'
        ? []
        : problemOf(write.problem, 'the privilege write, and room on the nodes of the cluster');
    }),
  },
];

export const STORE_GROUP: Group<StoreFacts> = { name: 'store', checks: CHECKS };

/** Checks of the one kind have nothing to say about the other. */
export function storeGroup(kind: StoreFacts['kind']): Group<StoreFacts> {
  const ofEmbedded = ['store-directory', 'store-lock', 'store-format', 'store-disk'];
  return { ...STORE_GROUP, checks: CHECKS.filter(({ id }) => ofEmbedded.includes(id) === (kind === 'embedded')) };
}

type Look = Check<StoreFacts>['look'];

function embedded(look: (facts: EmbeddedFacts) => readonly Finding[]): Look {
  return (facts) => (facts.kind === 'embedded' ? look(facts) : []);
}

function elasticsearch(look: (facts: ElasticsearchFacts) => ReturnType<Look>): Look {
  return (facts) => {
    if (facts.kind === 'embedded') return [];
    return facts.problem === undefined ? look(facts) : { because: 'Elasticsearch cannot be asked' };
  };
}

function problemOf(problem: string | undefined, change: string): readonly Finding[] {
  return problem === undefined ? [] : [{ found: problem, change }];
}

function diskFindings({ path, freeBytes, takenBytes, maxBytes }: EmbeddedFacts): readonly Finding[] {
  const left = `${formatSize(freeBytes - (freeBytes % 2 ** 20))} are free at ${path}`;
  if (freeBytes < LEAST_FREE) {
    return [{ found: left, change: 'make room, or move store.path', severity: 'error' }];
  }
  const needed = FILE_FACTOR * maxBytes;
  if (freeBytes + takenBytes >= needed) return [];
  return [
    {
      found: `${left}; the file may grow to ${formatSize(needed)}, twice store.max-bytes`,
      change: 'make room, or a smaller store.max-bytes',
    },
  ];
}

/** Without these the start is refused. */
const NEEDED = ['read', 'view_index_metadata'];
/** Needed only to make the index. */
const MAKING = ['create_index'];

function privilegeFindings(missing: readonly string[], absent: boolean): readonly Finding[] {
  return missing.map((privilege) => {
    const needed = NEEDED.includes(privilege) || privilege === 'write' || (absent && MAKING.includes(privilege));
    return {
      found: `the privilege ${privilege} is missing`,
      change: 'give it on <index-prefix>-*; docs/operations.md#privileges tells what goes without it',
      severity: needed ? 'error' : MAKING.includes(privilege) ? 'info' : 'warning',
    };
  });
}
