import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of an authority and of what it has signed. */
export interface Authority {
  readonly caFile: string;
  /** SHA-256, hex with colons. */
  readonly fingerprint: string;
  /**
   * Makes a certificate.
   * @param alternative its subjectAltName as openssl writes it; by default the name, which becomes an address if it looks like one
   */
  issue(name: string, alternative?: string): { readonly certFile: string; readonly keyFile: string };
}

export function authority(dir: string, name: string): Authority {
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
    '-days',
    '2',
    '-subj',
    `/CN=${name}`,
  );
  const caFile = join(dir, `${name}.pem`);
  return {
    caFile,
    fingerprint: new X509Certificate(readFileSync(caFile)).fingerprint256,
    issue(subject, alternative = `${/^[\d.]+$/.test(subject) ? 'IP' : 'DNS'}:${subject}`) {
      const file = `${name}-${subject}`;
      openssl('req', ...newKey, '-keyout', `${file}.key`, '-out', `${file}.csr`, '-subj', `/CN=${subject}`);
      writeFileSync(join(dir, `${file}.ext`), `subjectAltName=${alternative}\n`);
      const by = [
        '-CA',
        `${name}.pem`,
        '-CAkey',
        `${name}.key`,
        '-CAcreateserial',
        '-days',
        '2',
        '-extfile',
        `${file}.ext`,
      ];
      openssl('x509', '-req', '-in', `${file}.csr`, '-out', `${file}.pem`, ...by);
      return { certFile: join(dir, `${file}.pem`), keyFile: join(dir, `${file}.key`) };
    },
  };
}
