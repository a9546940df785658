import type { RequestHead } from '../../core/exchange';
import type { Caller } from './caller';
import { textOf, valueAt } from './json-path';
import { bearerToken, unverifiedClaims } from './token';
import { forwardedUri } from './xfcc';

/** Reads one value of a call; null when it has none, or an empty one. The caller is only asked for by sources that are about it. */
type ReadValue = (head: RequestHead, caller: () => Caller) => string | null;

/** A source that reads the request itself, from which the caller can be told. */
export interface RequestSource {
  readonly read: (head: RequestHead) => string | null;
  /** How likely its values are credentials: "always", "maybe" (a header may hold a key or a tenant), "never". */
  readonly secret: 'always' | 'maybe' | 'never';
}

interface SourceProblem {
  readonly problem: string;
}

/** A text such as "header:x-tenant" as a reader, or what is wrong with it. */
export function compileSource(text: string): ReadValue | SourceProblem {
  const ofCaller = CALLER_SOURCES.get(text);
  if (ofCaller !== undefined) return (_head, caller) => ofCaller(caller()) ?? null;
  const source = requestSource(text);
  if (source === undefined)
    return { problem: `must be one of ${REQUEST_FORMS}, ${[...CALLER_SOURCES.keys()].join(', ')}` };
  return 'problem' in source ? source : source.read;
}

/** Like `compileSource`, without the sources that need to know the caller already. */
export function compileRequestSource(text: string): RequestSource | SourceProblem {
  return requestSource(text) ?? { problem: `must be one of ${REQUEST_FORMS}` };
}

const REQUEST_FORMS =
  'header:NAME, query:NAME, cookie:NAME, bearer, jwt:CLAIM, metadata:NAMESPACE/PATH, spiffe, xfcc, ip, path';

const CALLER_SOURCES = new Map<string, (caller: Caller) => string | undefined>([
  ['subscription', ({ subscription }) => subscription?.id],
  ['user', ({ user }) => user?.id],
  ['product', ({ product }) => product?.id],
  ['api', ({ api }) => api?.id],
  ['operation', ({ operation }) => operation?.id],
]);

/** The sources that are one word. */
const WORDS = new Map<string, RequestSource>([
  ['bearer', { secret: 'always', read: bearerToken }],
  ['spiffe', { secret: 'never', read: spiffeId }],
  // Only safe where Envoy sets or sanitises the header (forward_client_cert_details); else any client may write it.
  ['xfcc', { secret: 'never', read: ({ headers }) => forwardedUri(headers.get('x-forwarded-client-cert') ?? '') }],
  ['ip', { secret: 'never', read: ({ surroundings }) => surroundings?.clientAddress ?? null }],
  ['path', { secret: 'never', read: ({ path }) => filled(path) }],
]);

/** The sources with something after the colon. */
const NAMED = new Map<string, (name: string) => RequestSource | SourceProblem>([
  ['header', headerSource],
  ['query', (name) => ({ secret: 'maybe', read: ({ query }) => only(new URLSearchParams(query).getAll(name)) })],
  ['cookie', cookieSource],
  ['jwt', (path) => ({ secret: 'never', read: (head) => claim(head, path) })],
  ['metadata', metadataSource],
]);

/** RFC 9110 5.6.2 */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const CREDENTIAL_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'api-key',
  'x-api-key',
  'x-goog-api-key',
  'ocp-apim-subscription-key',
]);

/** `undefined`: no known form. */
function requestSource(text: string): RequestSource | SourceProblem | undefined {
  const colon = text.indexOf(':');
  if (colon < 0) return WORDS.get(text);
  const name = text.slice(colon + 1);
  const compile = NAMED.get(text.slice(0, colon));
  if (compile === undefined || name === '' || name !== name.trim()) return undefined;
  return compile(name);
}

function headerSource(name: string): RequestSource | SourceProblem {
  if (!TOKEN.test(name))
    return { problem: 'must have a header name (RFC 9110 5.1) after "header:", such as header:x-tenant' };
  const key = name.toLowerCase();
  const secret = CREDENTIAL_HEADERS.has(key) ? 'always' : 'maybe';
  return { secret, read: ({ headers }) => filled(headers.get(key)) };
}

function cookieSource(name: string): RequestSource | SourceProblem {
  if (!TOKEN.test(name))
    return { problem: 'must have a cookie name (RFC 6265 4.1.1) after "cookie:", such as cookie:sid' };
  const prefix = `${name}=`;
  const read = ({ headers }: RequestHead): string | null => {
    const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
    return only(pairs.filter((pair) => pair.startsWith(prefix)).map((pair) => pair.slice(prefix.length)));
  };
  return { secret: 'always', read };
}

/** A claim of the bearer token, not verified here: see `unverifiedClaims`. For verified ones there is `metadata:`. */
function claim(head: RequestHead, path: string): string | null {
  const token = bearerToken(head);
  const claims = token === null ? undefined : unverifiedClaims(token);
  return claims === undefined ? null : textOf(valueAt(claims, path));
}

function metadataSource(name: string): RequestSource | SourceProblem {
  const slash = name.indexOf('/');
  const [namespace, path] = [name.slice(0, slash), name.slice(slash + 1)];
  if (slash < 1 || path === '') {
    return {
      problem:
        'must have a namespace, "/" and a dotted path after "metadata:", such as metadata:envoy.filters.http.jwt_authn/payload.sub',
    };
  }
  const read = ({ surroundings }: RequestHead): string | null => {
    const metadata = surroundings?.metadata;
    const values = metadata !== undefined && Object.hasOwn(metadata, namespace) ? metadata[namespace] : undefined;
    return values === undefined ? null : textOf(valueAt(values, path));
  };
  return { secret: 'never', read };
}

function spiffeId({ surroundings }: RequestHead): string | null {
  return surroundings?.peerUris?.find((uri) => uri.startsWith('spiffe://')) ?? null;
}

/** What is given twice is given by nobody knows whom: the upstream may read the one, and a gateway the other. */
function only(values: readonly string[]): string | null {
  const [value, ...more] = values;
  return more.length > 0 ? null : filled(value);
}

function filled(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
