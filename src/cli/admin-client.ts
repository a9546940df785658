import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { readAdminToken } from '../app/admin-token';
import { loadSettings } from '../config/load';
import type { SettingsSource } from '../config/overrides';
import type { AdminSettings } from '../config/settings';
import type { Right } from '../core/access';
import { ConfigurationError } from '../core/errors';
import { adminTls, type AdminTls } from './admin-tls';
import { CommandError } from './command-error';
import type { FlagValues } from './flags';
import { textFlag } from './flag-values';
import { reasonOf, sent } from './http';
import { adminUrl, optionalUrl } from './urls';

export interface AdminRequest {
  readonly method: 'GET' | 'POST';
  /** With query. */
  readonly path: string;
  readonly body?: Readable;
  /** Gives the request up. */
  readonly signal?: AbortSignal;
}

/** Asks the admin server of a running service. Resolves to its answer when that is 200. @throws CommandError otherwise */
export interface AskAdmin {
  (request: AdminRequest): Promise<IncomingMessage>;
  /** URL of the server. */
  readonly base: string;
}

/** What a command says of the admin server. */
export interface AdminWish {
  /** Of `--admin`; `undefined`: the one that the configuration names. */
  readonly url: string | undefined;
  /** Of `--token-file`; `undefined`: the one of the configuration that suffices for the right. */
  readonly tokenFile: string | undefined;
  /** Of `--admin-ca`, `--admin-cert` and `--admin-key`. @param own see `adminTls` */
  readonly tls: (own: string | undefined) => AdminTls;
  /** What is needed there. `view` needs no token on the server's own machine. */
  readonly right: Right;
}

/** What the flags of a command say. */
export function adminWish(values: FlagValues, right: Right): AdminWish {
  const tls: AdminWish['tls'] = (own) => adminTls(values, own);
  return { url: textFlag(values, 'admin'), tokenFile: textFlag(values, 'token-file'), tls, right };
}

/** @throws CommandError, ConfigurationError */
export function adminClient(source: SettingsSource, { url, tokenFile, right, ...wish }: AdminWish): AskAdmin {
  const { admin } = loadSettings(source).settings;
  const file = tokenFile ?? tokenFileOf(admin, right);
  const given = optionalUrl('admin', url, 'http://127.0.0.1:9901');
  const tls = wish.tls(given === undefined ? admin.tls?.certFile : undefined);
  // A certificate may have the right, too.
  if (file === undefined && tls.cert === undefined && right !== 'view') {
    throw new ConfigurationError(['admin.token-file: is not set; this command needs the token of the server']);
  }
  const base = given ?? adminUrl(admin.address, admin.tls !== undefined);
  const headers: Record<string, string> = file === undefined ? {} : { authorization: `Bearer ${readAdminToken(file)}` };
  const ask = async ({ path, ...request }: AdminRequest): Promise<IncomingMessage> => {
    const answer = await sent(`${base}${path}`, { ...request, headers, tls }).catch((error: unknown) => {
      const why = request.signal?.aborted === true ? 'it takes too long' : reasonOf(error);
      throw new CommandError(`no answer from ${base}: ${why}; does the server run there?`, 1);
    });
    if (answer.statusCode === 200) return answer;
    const why = (await text(answer).catch(() => '')).trim();
    const status = answer.statusCode ?? 0;
    throw new CommandError(`refused by ${base} (${status}): ${why}`, status === 400 ? 2 : 1);
  };
  return Object.assign(ask, { base });
}

/** The one that may least of those that may enough. */
function tokenFileOf(admin: Tokens, right: Right): string | undefined {
  switch (right) {
    case 'view':
      return admin.viewTokenFile ?? tokenFileOf(admin, 'read');
    case 'read':
      return admin.readTokenFile ?? tokenFileOf(admin, 'change');
    case 'change':
      return admin.tokenFile;
  }
}

type Tokens = Pick<AdminSettings, 'tokenFile' | 'readTokenFile' | 'viewTokenFile'>;
