import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { readAdminToken } from '../app/admin-token';
import { loadSettings } from '../config/load';
import type { SettingsSource } from '../config/overrides';
import { formatAddress } from '../config/schema/address';
import type { TcpAddress } from '../config/settings';
import { ConfigurationError } from '../core/errors';
import { CommandError } from './command-error';

export interface AdminRequest {
  readonly method: 'GET' | 'POST';
  /** With query. */
  readonly path: string;
  readonly body?: Readable;
}

/** Asks the admin server of a running service. Resolves to its answer when that is 200. @throws CommandError otherwise */
export type AskAdmin = (request: AdminRequest) => Promise<IncomingMessage>;

/**
 * The admin server that the configuration names, or the one at `url`; in either case with the token of the configuration.
 *
 * @throws CommandError, ConfigurationError
 */
export function adminClient(source: SettingsSource, url: string | undefined): AskAdmin {
  const { admin } = loadSettings(source).settings;
  if (admin.tokenFile === undefined) {
    throw new ConfigurationError(['admin.token-file: is not set; this command needs the token of the server']);
  }
  const base = baseOf(url) ?? `http://${formatAddress(reachable(admin.address))}`;
  const token = readAdminToken(admin.tokenFile);
  return async (request) => {
    const answer = await sent(base, request, token).catch((error: unknown) => {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new CommandError(`no answer from ${base}: ${code ?? message}; does the server run there?`, 1);
    });
    if (answer.statusCode === 200) return answer;
    const why = (await text(answer).catch(() => '')).trim();
    const status = answer.statusCode ?? 0;
    throw new CommandError(`refused by ${base} (${status}): ${why}`, status === 400 ? 2 : 1);
  };
}

function baseOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new CommandError('wrong usage: --admin must be a URL such as http://127.0.0.1:9901', 2);
  }
  return url.replace(/\/+$/, '');
}

/** Of a server that listens on all addresses, the one of this machine. */
function reachable(address: TcpAddress): TcpAddress {
  if (address.host === '0.0.0.0') return { ...address, host: '127.0.0.1' };
  return address.host === '::' ? { ...address, host: '::1' } : address;
}

/** The client of node:http rather than fetch, which gives up when an answer takes minutes. */
function sent(base: string, { method, path, body }: AdminRequest, token: string): Promise<IncomingMessage> {
  const start = base.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = start(`${base}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
    outgoing.on('response', resolve).on('error', reject);
    if (body === undefined) outgoing.end();
    // A server may answer, and refuse, before it has taken the whole body: the answer is what counts then.
    else pipeline(body, outgoing).catch(reject);
  });
}
