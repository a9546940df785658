import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { CommandError } from './command-error';
import { textFlag } from './flag-values';
import type { FlagValues } from './flags';

/** Whom a command trusts, and who it is, where the admin server speaks TLS. */
export type AdminTls = Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'checkServerIdentity' | 'allowPartialTrustChain'>;

/**
 * What the flags `--admin-ca`, `--admin-cert` and `--admin-key` say.
 *
 * @param own `admin.tls.cert-file` where it is the server of the same configuration that is asked: without `--admin-ca` it is known by that
 * certificate, whatever name it is asked by
 * @throws CommandError when a file cannot be read
 */
export function adminTls(values: FlagValues, own: string | undefined): AdminTls {
  const [ca, cert, key] = ['admin-ca', 'admin-cert', 'admin-key'].map((flag) =>
    contentsOf(flag, textFlag(values, flag)),
  );
  if ((cert === undefined) !== (key === undefined)) {
    throw new CommandError('wrong usage: --admin-cert and --admin-key go together', 2);
  }
  const client = cert === undefined || key === undefined ? {} : { cert, key };
  if (ca !== undefined) return { ...client, ca };
  return own === undefined ? client : { ...client, ...onlyThat(contentsOf('admin.tls.cert-file', own) ?? '') };
}

function onlyThat(pem: string): AdminTls {
  const { fingerprint256 } = new X509Certificate(pem);
  return {
    ca: pem,
    // It need not be signed by itself.
    allowPartialTrustChain: true,
    checkServerIdentity: (_host, shown) =>
      shown.fingerprint256 === fingerprint256 ? undefined : new Error('another certificate than admin.tls.cert-file'),
  };
}

function contentsOf(flag: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandError(`${flag}: ${file} cannot be read: ${(cause as Error).message}`, 2, { cause });
  }
}
