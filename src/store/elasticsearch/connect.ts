import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { Client, type ClientOptions } from '@elastic/elasticsearch';
import { StoreError } from '../../core/errors';
import { pinnedTo } from './pinned';

/** How to reach a cluster and who we are to it; files hold secrets. */
export interface ConnectionOptions {
  readonly nodes: readonly string[];
  readonly cloudId?: string | undefined;
  readonly apiKeyFile?: string | undefined;
  readonly bearerTokenFile?: string | undefined;
  readonly username?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly caFingerprint?: string | undefined;
  readonly clientCertFile?: string | undefined;
  readonly clientKeyFile?: string | undefined;
}

/** Reads under way at a time; beyond that the cluster is slower than the calls come, and they go upstream. */
export const MAX_READS = 64;
const BACKGROUND_TIMEOUT_MS = 30_000;
const BACKGROUND_RETRIES = 3;

/**
 * Two clients, for what a call waits for and for the rest: a read that is repeated, or queues behind a bulk write, comes too late.
 */
export interface Clients {
  /** Never repeats a request; each gives its own timeout. */
  readonly hot: Client;
  readonly background: Client;
  close(): Promise<void>;
}

/** Opens no connection yet. @throws StoreError naming a file that cannot be used */
export function connect(options: ConnectionOptions): Clients {
  const { hot, background } = clientsOf(options);
  return {
    hot,
    background,
    async close() {
      await Promise.all([hot.close(), background.close()]);
    },
  };
}

function clientsOf(options: ConnectionOptions): { hot: Client; background: Client } {
  const common = { ...placeOf(options), ...authentication(options), name: 'llm-semantic-cache' };
  const { caFingerprint } = options;
  const tls = tlsOf(options);
  // The client has no option of its own for who connects, but hands this on to its pool.
  const connector = caFingerprint === undefined ? {} : { connect: pinnedTo(withColons(caFingerprint), tls) };
  const over = (connections: number): Pick<ClientOptions, 'agent' | 'tls'> => ({
    agent: { connections, ...connector },
    ...(caFingerprint === undefined ? { tls } : {}),
  });
  const background = { maxRetries: BACKGROUND_RETRIES, requestTimeout: BACKGROUND_TIMEOUT_MS };
  try {
    return {
      hot: new Client({ ...common, ...over(MAX_READS), maxRetries: 0 }),
      background: new Client({ ...common, ...over(8), ...background }),
    };
  } catch (cause) {
    // The client has checked nothing else.
    throw new StoreError('store.cloud-id: is not an id as the Elastic console shows it', { cause });
  }
}

function placeOf({ cloudId, nodes }: ConnectionOptions): Pick<ClientOptions, 'nodes' | 'cloud'> {
  return cloudId === undefined ? { nodes: [...nodes] } : { cloud: { id: cloudId } };
}

interface Certificates {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

function tlsOf({ caFile, clientCertFile, clientKeyFile }: ConnectionOptions): Certificates {
  const given = {
    ...(caFile === undefined ? {} : { ca: contents('store.ca-file', caFile) }),
    ...(clientCertFile === undefined ? {} : { cert: contents('store.client-cert-file', clientCertFile) }),
    ...(clientKeyFile === undefined ? {} : { key: contents('store.client-key-file', clientKeyFile) }),
  };
  // Or each connection would fail, and look like a cluster that is away.
  usable(`store.ca-file: ${caFile ?? ''} holds no certificates (PEM)`, () => given.ca && new X509Certificate(given.ca));
  usable(
    `store.client-cert-file, store.client-key-file: ${clientCertFile ?? ''} and ${clientKeyFile ?? ''} are not a certificate and its key (PEM)`,
    () => createSecureContext(given),
  );
  return given;
}

function usable(problem: string, attempt: () => unknown): void {
  try {
    attempt();
  } catch (cause) {
    throw new StoreError(problem, { cause });
  }
}

function withColons(fingerprint: string): string {
  return (fingerprint.replaceAll(':', '').toUpperCase().match(/../g) ?? []).join(':');
}

function authentication(options: ConnectionOptions): Pick<ClientOptions, 'auth'> {
  const { apiKeyFile, bearerTokenFile, username, passwordFile } = options;
  if (apiKeyFile !== undefined) return { auth: { apiKey: token('store.api-key-file', apiKeyFile) } };
  if (bearerTokenFile !== undefined) return { auth: { bearer: token('store.bearer-token-file', bearerTokenFile) } };
  if (username === undefined || passwordFile === undefined) return {};
  return { auth: { username, password: contents('store.password-file', passwordFile) } };
}

/** What else a file may hold, such as the whole answer that a key came in, would make each request fail before it is sent. */
function token(key: string, path: string): string {
  const text = contents(key, path);
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new StoreError(`${key}: ${path} must hold the token (of an API key: the value of "encoded") and nothing else`);
}

function contents(key: string, path: string): string {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (text !== '') return text;
  } catch (cause) {
    throw new StoreError(`${key}: ${path} cannot be read`, { cause });
  }
  throw new StoreError(`${key}: ${path} is empty`);
}
