import type { Client } from '@elastic/elasticsearch';
import { StoreError } from '../../core/errors';
import { connect, type ConnectionOptions } from './connect';
import { asFailure, failureKind } from './failure';
import { mappingsOf, namesOf, type IndexType, type Names, type VectorSpace } from './layout';
import { verify } from './prepare';

export interface InspectOptions {
  readonly connection: ConnectionOptions;
  readonly indexPrefix: string;
  readonly indexType: IndexType;
  /** `undefined`: the model is not known, and so not which index is meant. */
  readonly space: VectorSpace | undefined;
  /** Whether a document may be written and removed again. */
  readonly mayWrite: boolean;
}

/** What a cluster is like, for who wants to know before a start. */
export interface Inspection {
  /** Why it cannot be asked; what is below is then not known. */
  readonly problem: string | undefined;
  readonly version: string | undefined;
  /** `undefined`: the cluster does not tell. */
  readonly missingPrivileges: readonly string[] | undefined;
  readonly index: 'ours' | 'absent' | { readonly problem: string } | undefined;
  /** As the index has it. */
  readonly refreshInterval: string | undefined;
  readonly write: 'done' | 'not-tried' | { readonly problem: string };
}

const TIMEOUT_MS = 5000;
const QUICK = { requestTimeout: TIMEOUT_MS, maxRetries: 0 };
/** docs/operations.md tells what each is for. */
const PRIVILEGES = ['read', 'write', 'view_index_metadata', 'maintenance', 'delete_index', 'create_index'];
const UNKNOWN: Omit<Inspection, 'problem'> = {
  version: undefined,
  missingPrivileges: undefined,
  index: undefined,
  refreshInterval: undefined,
  write: 'not-tried',
};

/** Looks, and changes nothing unless `mayWrite`. Never rejects. */
export async function inspectElasticsearch(options: InspectOptions): Promise<Inspection> {
  const clients = openClients(options.connection);
  if (typeof clients === 'string') return { ...UNKNOWN, problem: clients };
  try {
    return await inspect(clients.background, options);
  } catch (error) {
    return { ...UNKNOWN, problem: asFailure('asking Elasticsearch', error).message };
  } finally {
    await clients.close();
  }
}

function openClients(connection: ConnectionOptions): ReturnType<typeof connect> | string {
  try {
    return connect(connection);
  } catch (error) {
    if (error instanceof StoreError) return error.message;
    throw error;
  }
}

async function inspect(client: Client, options: InspectOptions): Promise<Inspection> {
  const names = options.space && namesOf(options, options.space);
  return {
    problem: undefined,
    version: await versionOf(client),
    missingPrivileges: await missingPrivileges(client, options.indexPrefix),
    ...(options.space ? await indexOf(client, options, options.space) : NO_INDEX),
    write: options.mayWrite && names ? await tryWriting(client, names) : 'not-tried',
  };
}

/** Stripped clusters do not have the page. @throws when the cluster cannot be asked at all */
async function versionOf(client: Client): Promise<string | undefined> {
  try {
    return (await client.info({}, QUICK)).version.number;
  } catch (error) {
    if (failureKind(error) === 'rejected') return undefined;
    throw error;
  }
}

const NO_INDEX: Pick<Inspection, 'index' | 'refreshInterval'> = { index: undefined, refreshInterval: undefined };

/** A cluster without security knows no such question. */
async function missingPrivileges(client: Client, prefix: string): Promise<readonly string[] | undefined> {
  const index = `${prefix}-*`;
  const request = { index: [{ names: [index], privileges: PRIVILEGES }] };
  const answer = await client.security.hasPrivileges(request, QUICK).catch(() => undefined);
  const given = answer?.index[index];
  return given && PRIVILEGES.filter((privilege) => given[privilege] !== true);
}

async function indexOf(
  client: Client,
  options: InspectOptions,
  space: VectorSpace,
): Promise<Pick<Inspection, 'index' | 'refreshInterval'>> {
  const { alias } = namesOf(options, space);
  try {
    if (!(await client.indices.exists({ index: alias }, QUICK))) return { ...NO_INDEX, index: 'absent' };
    verify(alias, await client.indices.getMapping({ index: alias }, QUICK), mappingsOf(options.indexType, space));
    const settings = await client.indices.getSettings({ index: alias, flat_settings: true }, QUICK);
    const [first] = Object.values(settings);
    const interval: unknown = Reflect.get(first?.settings ?? {}, 'index.refresh_interval');
    return { index: 'ours', refreshInterval: typeof interval === 'string' ? interval : undefined };
  } catch (error) {
    const problem = error instanceof StoreError ? error.message : asFailure('looking at the index', error).message;
    return { ...NO_INDEX, index: { problem } };
  }
}

/** A document of no entry, in the index of the lease, so that no lookup meets it. An index that is not there is not made. */
async function tryWriting(client: Client, { meta }: Names): Promise<Inspection['write']> {
  try {
    const of = { index: meta, id: 'write-probe' };
    await client.index({ ...of, document: {}, require_alias: false }, QUICK);
    await client.delete(of, QUICK);
    return 'done';
  } catch (error) {
    return { problem: asFailure('writing a document', error).message };
  }
}
