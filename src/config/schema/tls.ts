import { z } from 'zod';
import type { TlsSettings } from '../settings';
import { file, optional } from './scalars';

/** The keys of a certificate, its key and the authority of clients. */
export const tlsFiles = { 'cert-file': optional(file), 'key-file': optional(file), 'client-ca-file': optional(file) };

type TlsFiles = { readonly [K in keyof typeof tlsFiles]: string | undefined };

/** TLS of the ext_proc service: none when no file is given. */
export const tls = z.strictObject(tlsFiles).transform(tlsOf);

/** What those keys say; nothing when they are not given. */
export function tlsOf(raw: TlsFiles, context: z.RefinementCtx): TlsSettings | undefined {
  const { 'cert-file': certFile, 'key-file': keyFile, 'client-ca-file': clientCaFile } = raw;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile, clientCaFile };
  const given = [certFile, keyFile, clientCaFile].filter((path) => path !== undefined);
  if (given.length === 0) return undefined;
  context.addIssue({
    code: 'custom',
    message: 'cert-file and key-file go together, and client-ca-file needs both: give the certificate and its key',
  });
  return z.NEVER;
}
