import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { cacheReport, type CacheReport } from '../../tools/harness/cache-status';

export interface ClientCertificates {
  /** Of an Envoy listener that takes only clients with a certificate of the test's CA. */
  readonly downstreamTls: object;
  /** Sends a completion call with a client's certificate, and says what the cache said. */
  send(
    client: string,
    call: { readonly url: string; readonly host: string; readonly body: string },
  ): Promise<CacheReport>;
}

/** A CA, a certificate for Envoy on 127.0.0.1, and for each client one that has its SPIFFE id. */
export async function clientCertificates(
  dir: string,
  clients: Readonly<Record<string, string>>,
): Promise<ClientCertificates> {
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-days', '2', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=ca');
  const issue = async (name: string, subjectAltName: string): Promise<void> => {
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    await writeFile(join(dir, `${name}.ext`), `subjectAltName=${subjectAltName}\n`);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', `${name}.ext`];
    openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...by);
  };
  await issue('envoy', 'IP:127.0.0.1');
  for (const [name, spiffeId] of Object.entries(clients)) await issue(name, `URI:${spiffeId}`);
  return {
    downstreamTls: downstreamTls(dir),
    async send(client, { url, host, body }) {
      const [ca, cert, key] = await Promise.all(
        ['ca.pem', `${client}.pem`, `${client}.key`].map((name) => readFile(join(dir, name))),
      );
      const headers = { host, 'content-type': 'application/json' };
      return new Promise((resolve, reject) => {
        // The name in Host is not that of the certificate.
        const options = { method: 'POST', headers, ca, cert, key, servername: '', agent: false as const };
        const call = request(url.replace('http:', 'https:'), options);
        call.once('error', reject).once('response', (response) => {
          response.toArray().then(() => {
            resolve(cacheReport(response.headers));
          }, reject);
        });
        call.end(body);
      });
    },
  };
}

function downstreamTls(dir: string): object {
  const at = (name: string): object => ({ filename: join(dir, name) });
  return {
    '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
    require_client_certificate: true,
    common_tls_context: {
      tls_certificates: [{ certificate_chain: at('envoy.pem'), private_key: at('envoy.key') }],
      validation_context: { trusted_ca: at('ca.pem') },
    },
  };
}
