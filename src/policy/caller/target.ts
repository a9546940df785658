import type { RequestHead } from '../../core/exchange';
import { hostMatcher, hostOf } from '../match';
import type { ApiSettings, OperationSettings } from '../sources';
import type { Api, Operation } from './caller';
import { compileTemplate, segmentsOf } from './url-template';

/** What a call is made to. */
interface Target {
  readonly api: Api;
  readonly operation: Operation | undefined;
  readonly matchedParameters: ReadonlyMap<string, string>;
}

type FindOperation = (method: string, path: string) => Omit<Target, 'api'>;

/**
 * The API with the longest path that covers the call, the first of these in order; and of its operations the most literal, the first of
 * these in order. As API Management does; but paths are compared as they are, case included, as upstreams do.
 */
export function compileTargets(apis: readonly ApiSettings[]): (head: RequestHead) => Target | undefined {
  const byPath = new Map<string, CoveringApi[]>();
  for (const each of apis) {
    const path = each.path.replace(/\/+$/, '');
    byPath.set(path, [...(byPath.get(path) ?? []), compileApi(each)]);
  }
  const longest = Math.max(0, ...[...byPath.keys()].map(({ length }) => length));
  return ({ authority, method, path }) => {
    if (apis.length === 0) return undefined;
    const host = hostOf(authority);
    for (const prefix of prefixesOf(path, longest)) {
      const found = byPath.get(prefix)?.find(({ serves }) => serves(host));
      if (found !== undefined) return { api: found.api, ...found.operationOf(method, path.slice(prefix.length)) };
    }
    return undefined;
  };
}

/** What a path begins with by whole segments, longest first: "/a/b", "/a", "". None that is longer than `longest`. */
function* prefixesOf(path: string, longest: number): Iterable<string> {
  let end = path.length <= longest ? path.length : path.lastIndexOf('/', longest);
  while (end >= 0) {
    yield path.slice(0, end);
    end = end === 0 ? -1 : path.lastIndexOf('/', end - 1);
  }
}

interface CoveringApi {
  readonly api: Api;
  readonly serves: (host: string) => boolean;
  readonly operationOf: FindOperation;
}

function compileApi({ id, name, path, version, hosts, operations }: ApiSettings): CoveringApi {
  const byHost = hosts.map(hostMatcher);
  return {
    api: { id, name, path, version },
    serves: (host) => byHost.length === 0 || byHost.some((matches) => matches(host)),
    operationOf: compileOperations(operations),
  };
}

function compileOperations(operations: readonly OperationSettings[]): FindOperation {
  const candidates = operations
    .map((operation) => ({ operation, ...compileTemplate(operation.urlTemplate) }))
    .sort((a, b) => a.looseness - b.looseness);
  return (method, path) => {
    const segments = segmentsOf(path);
    for (const { operation, match } of candidates) {
      if (operation.method !== '*' && operation.method !== method) continue;
      const matchedParameters = match(segments);
      if (matchedParameters !== undefined) return { operation, matchedParameters };
    }
    return { operation: undefined, matchedParameters: NO_PARAMETERS };
  };
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();
