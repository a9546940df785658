import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { cacheReport, type CacheReport } from '../../tools/harness/cache-status';
import { authority, type Authority } from './authority';

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
export function clientCertificates(dir: string, clients: Readonly<Record<string, string>>): ClientCertificates {
  const ca = authority(dir, 'ca');
  const pairs = new Map(Object.entries(clients).map(([name, id]) => [name, ca.issue(name, `URI:${id}`)] as const));
  return {
    downstreamTls: downstreamTls(ca, ca.issue('127.0.0.1')),
    async send(client, { url, host, body }) {
      const pair = pairs.get(client);
      if (pair === undefined) throw new Error(`no certificate was made for ${client}`);
      const [trusted, cert, key] = await Promise.all(
        [ca.caFile, pair.certFile, pair.keyFile].map((file) => readFile(file)),
      );
      const headers = { host, 'content-type': 'application/json' };
      return new Promise((resolve, reject) => {
        // The name in Host is not that of the certificate.
        const options = { method: 'POST', headers, ca: trusted, cert, key, servername: '', agent: false as const };
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

function downstreamTls({ caFile }: Authority, { certFile, keyFile }: ReturnType<Authority['issue']>): object {
  return {
    '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
    require_client_certificate: true,
    common_tls_context: {
      tls_certificates: [{ certificate_chain: { filename: certFile }, private_key: { filename: keyFile } }],
      validation_context: { trusted_ca: { filename: caFile } },
    },
  };
}
