import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { X509Certificate } from 'node:crypto';

const CONNECT_MS = 10_000;

/** What the client's connection pool asks of whoever connects for it. */
type Connector = (
  to: { readonly hostname: string; readonly port: string; readonly servername?: string | null },
  done: (error: Error | null, socket: TLSSocket | null) => void,
) => void;

/**
 * Trusts one authority, known by the SHA-256 of its certificate. A first handshake, in which nothing is sent, shows the certificate; the
 * connections proper are then checked against it as against a CA file. Looking at the fingerprint alone would not do: the
 * certificate is public, and anybody can show it beside one of his own.
 *
 * @param fingerprint hex, upper case, with colons
 */
export function pinnedTo(fingerprint: string, tls: ConnectionOptions): Connector {
  let authority: string | undefined;

  async function open({ hostname, port, servername }: Parameters<Connector>[0]): Promise<TLSSocket> {
    const to = { ...tls, host: hostname, port: Number(port), ...(servername ? { servername } : {}) };
    authority ??= await find(to);
    return handshake({ ...to, ca: authority });
  }

  async function find(to: ConnectionOptions): Promise<string> {
    const socket = await handshake({ ...to, rejectUnauthorized: false });
    try {
      let at: X509Certificate | undefined = socket.getPeerX509Certificate();
      while (at && at.fingerprint256 !== fingerprint) at = at.issuerCertificate;
      if (at) return at.toString();
    } finally {
      socket.destroy();
    }
    throw new Error('no certificate of the server has the fingerprint of store.ca-fingerprint');
  }

  return (to, done) => {
    open(to).then(
      (socket) => {
        done(null, socket);
      },
      (error: unknown) => {
        done(error as Error, null);
      },
    );
  };
}

function handshake(options: ConnectionOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ALPNProtocols: ['http/1.1'], ...options });
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error('ETIMEDOUT')));
    socket.once('error', reject).once('secureConnect', () => {
      socket.setTimeout(0).off('error', reject);
      resolve(socket);
    });
  });
}
