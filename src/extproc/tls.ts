import { ServerCredentials } from '@grpc/grpc-js';
import type { SecureContextOptions } from 'node:tls';

/** What a server needs for TLS, as PEM. */
export interface TlsMaterial {
  /** Our certificate, and those between it and its authority. */
  readonly cert: string;
  readonly key: string;
  /** Authorities of which a client needs a certificate; `undefined`: clients need none. */
  readonly clientCa: string | undefined;
}

/**
 * Credentials that can be renewed while a server uses them. grpc-js has the parts, but of its own such credentials
 * (experimental, of files that it polls) a certificate that cannot be used takes the place of a good one.
 */
export class RenewableCredentials extends ServerCredentials {
  constructor({ clientCa, ...material }: TlsMaterial) {
    super(
      { requestCert: clientCa !== undefined, rejectUnauthorized: clientCa !== undefined },
      contextOf({ clientCa, ...material }),
    );
  }

  /** For new connections; those that are open go on. Whether clients need a certificate stays as it was. */
  renew(material: TlsMaterial): void {
    this.updateSecureContextOptions(contextOf(material));
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

function contextOf({ cert, key, clientCa }: TlsMaterial): SecureContextOptions {
  return { cert, key, minVersion: 'TLSv1.2', ...(clientCa === undefined ? {} : { ca: clientCa }) };
}
