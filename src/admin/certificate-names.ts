import type { IncomingMessage } from 'node:http';
import { TLSSocket, type PeerCertificate } from 'node:tls';

/** Whom the authority calls so. */
export interface CertificateNames {
  /** DNS names and URIs of the subjectAltName; only where there is none of these, the common name. */
  readonly names: readonly string[];
}

/** A name in a log line may be of any length. */
const MAX_NAME = 200;

/** The verified certificate of a client; `undefined` when it gave none, or one that is not of the configured authority. */
export function certificateNames({ socket }: IncomingMessage): CertificateNames | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  return { names: namesOf(socket.getPeerCertificate()) };
}

interface Named extends Pick<PeerCertificate, 'subject'> {
  readonly subjectaltname?: string | undefined;
}

/** Exported for its tests. */
export function namesOf({ subjectaltname, subject }: Named): readonly string[] {
  const alternatives = alternativesOf(subjectaltname ?? '');
  if (subjectaltname !== undefined && subjectaltname !== '') return alternatives;
  // Of a repeated common name nobody can say which is meant.
  const common: unknown = (subject as Partial<PeerCertificate['subject']> | undefined)?.CN;
  return typeof common === 'string' ? [common.slice(0, MAX_NAME)] : [];
}

/** node writes a value as JSON where it holds what could be taken for the next one. */
function alternativesOf(text: string): readonly string[] {
  const found = text.matchAll(/(?:^|, )(DNS|URI|[^:,"]+):("(?:[^"\\]|\\.)*"|[^,"]*)(?=, |$)/g);
  return [...found].flatMap(([, kind, value = '']) => {
    if (kind !== 'DNS' && kind !== 'URI') return [];
    const name = value.startsWith('"') ? (JSON.parse(value) as string) : value;
    return [(kind === 'DNS' ? name.toLowerCase() : name).slice(0, MAX_NAME)];
  });
}
