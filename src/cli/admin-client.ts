import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { readAdminToken } from '../app/admin-token';
import { loadSettings } from '../config/load';
import type { SettingsSource } from '../config/overrides';
import { ConfigurationError } from '../core/errors';
import { CommandError } from './command-error';
import { reasonOf, sent } from './http';
import { adminUrl, optionalUrl } from './urls';

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
  const base = optionalUrl('admin', url, 'http://127.0.0.1:9901') ?? adminUrl(admin.address);
  const token = readAdminToken(admin.tokenFile);
  const headers = { authorization: `Bearer ${token}` };
  return async ({ path, ...request }) => {
    const answer = await sent(`${base}${path}`, { ...request, headers }).catch((error: unknown) => {
      throw new CommandError(`no answer from ${base}: ${reasonOf(error)}; does the server run there?`, 1);
    });
    if (answer.statusCode === 200) return answer;
    const why = (await text(answer).catch(() => '')).trim();
    const status = answer.statusCode ?? 0;
    throw new CommandError(`refused by ${base} (${status}): ${why}`, status === 400 ? 2 : 1);
  };
}
