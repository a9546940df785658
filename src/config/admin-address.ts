import { ConfigurationError } from '../core/errors';
import { DEFAULTS, isTree, overlay, type RawTree } from './defaults';
import { parseYaml, readText } from './file';
import { readOverrides, type SettingsSource } from './overrides';
import { tcpAddress } from './schema/address';
import type { TcpAddress } from './settings';

/** Where the admin server of a configuration is found. */
export interface AdminPlace {
  readonly address: TcpAddress;
  /** `admin.tls.cert-file`; `undefined`: it speaks in the clear. */
  readonly certFile: string | undefined;
}

/**
 * `admin.address` and `admin.tls.cert-file` alone. Nothing else is checked, and a file that cannot be read says nothing: a service goes on when its
 * configuration has become wrong, and is found all the same.
 *
 * @throws ConfigurationError when flags or variables are wrong, or the address is
 */
export function adminPlace(source: SettingsSource): AdminPlace {
  const { file, tree, problems } = readOverrides(source);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const given = overlay(overlay(DEFAULTS, file === undefined ? {} : treeOf(file)), tree);
  const admin = isTree(given) ? given['admin'] : undefined;
  const address = tcpAddress.safeParse(isTree(admin) ? admin['address'] : undefined);
  if (address.success) return { address: address.data, certFile: certFileOf(isTree(admin) ? admin['tls'] : undefined) };
  throw new ConfigurationError(address.error.issues.map(({ message }) => `admin.address: ${message}`));
}

function certFileOf(tls: unknown): string | undefined {
  const file = isTree(tls) ? tls['cert-file'] : undefined;
  return typeof file === 'string' && file !== '' ? file : undefined;
}

function treeOf(file: string): RawTree {
  const read = readText(file);
  const parsed = 'text' in read ? parseYaml(file, read.text) : undefined;
  return parsed?.kind === 'tree' ? parsed.tree : {};
}
