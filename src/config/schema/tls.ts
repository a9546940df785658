import { z } from 'zod';
import type { TlsSettings } from '../settings';
import { file, optional } from './scalars';

/** TLS of the ext_proc service: none when no file is given. */
export const tls = z
  .strictObject({ 'cert-file': optional(file), 'key-file': optional(file), 'client-ca-file': optional(file) })
  .transform((raw, context): TlsSettings | undefined => {
    const { 'cert-file': certFile, 'key-file': keyFile, 'client-ca-file': clientCaFile } = raw;
    if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile, clientCaFile };
    const given = [certFile, keyFile, clientCaFile].filter((path) => path !== undefined);
    if (given.length === 0) return undefined;
    context.addIssue({
      code: 'custom',
      message: 'cert-file and key-file go together, and client-ca-file needs both: give the certificate and its key',
    });
    return z.NEVER;
  });
