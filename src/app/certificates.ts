import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { fileTexts, type FileTexts } from '../config/file-texts';
import type { TlsSettings } from '../config/settings';
import { ConfigurationError } from '../core/errors';
import type { TlsMaterial } from '../extproc/tls';

/** A look reads three small files; a volume of Kubernetes takes a minute to show a renewed Secret. */
const LOOK_EVERY_MS = 5000;

/** Whose keys name the files. */
export type TlsSection = 'listen.tls' | 'admin.tls';

/** A service's certificate, as it was read, and what becomes of its files. */
export interface Certificates {
  readonly material: TlsMaterial;
  /** Looks at the files from now on, until `close`. */
  follow(observer: CertificatesObserver): void;
  close(): void;
}

export interface CertificatesObserver {
  /** Other files that can be used. */
  renewed(material: TlsMaterial): void;
  /** Other files that cannot; told once for each change. */
  refused(error: ConfigurationError): void;
}

/**
 * Reads and checks the files. They are looked at again by time: events of file systems do not tell of every way in which
 * files are replaced, and missing one would mean an expired certificate.
 *
 * @throws ConfigurationError naming the key whose file cannot be used
 */
export function openCertificates(
  settings: TlsSettings,
  lookEveryMs = LOOK_EVERY_MS,
  section: TlsSection = 'listen.tls',
): Certificates {
  let files = fileTexts();
  let timer: NodeJS.Timeout | undefined;
  const look = (observer: CertificatesObserver): void => {
    if (!files.changed()) return;
    files = fileTexts();
    try {
      observer.renewed(readMaterial(settings, files, section));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      observer.refused(error);
    }
  };
  return {
    material: readMaterial(settings, files, section),
    follow(observer) {
      timer = setInterval(look, lookEveryMs, observer).unref();
    },
    close() {
      clearInterval(timer);
    },
  };
}

function readMaterial(
  { certFile, keyFile, clientCaFile }: TlsSettings,
  files: FileTexts,
  section: TlsSection,
): TlsMaterial {
  const at = (key: string): string => `${section}.${key}`;
  const read = {
    cert: contents(at('cert-file'), certFile, files),
    key: contents(at('key-file'), keyFile, files),
    clientCa: clientCaFile === undefined ? undefined : contents(at('client-ca-file'), clientCaFile, files),
  };
  const { cert, key, clientCa } = read;
  const certificate = usable(
    at('cert-file'),
    `${certFile} holds no certificate (PEM)`,
    () => new X509Certificate(cert),
  );
  const privateKey = usable(at('key-file'), `${keyFile} holds no private key (PEM, without a passphrase)`, () =>
    createPrivateKey(key),
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    refuse(at('key-file'), `${keyFile} is not the key of ${certFile}: give the two that were issued together`);
  }
  usable(
    at('client-ca-file'),
    `${clientCaFile ?? ''} holds no certificates (PEM)`,
    () => clientCa && new X509Certificate(clientCa),
  );
  // A key that is too short, for instance.
  usable(at('cert-file'), `${certFile} cannot be used`, () => createSecureContext({ cert, key, ca: clientCa }));
  return read;
}

function contents(key: string, path: string, files: FileTexts): string {
  const read = files.read(path);
  return 'text' in read ? read.text : refuse(key, read.problems.join('; '));
}

function usable<T>(key: string, problem: string, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    return refuse(key, `${problem}: ${(error as Error).message}`);
  }
}

function refuse(key: string, problem: string): never {
  throw new ConfigurationError([`${key}: ${problem}`]);
}
