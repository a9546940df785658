import { z } from 'zod';
import type { AdminSettings, AdminTlsSettings } from '../settings';
import { tcpAddress } from './address';
import { file, optional, text } from './scalars';
import { tlsFiles, tlsOf } from './tls';

const NAMES_RULE = 'must be a list of names in client certificates, such as [ops.example.com]';

const names = z.array(text(NAMES_RULE), { error: NAMES_RULE });

const adminTls = z
  .strictObject({ ...tlsFiles, readers: names, changers: names })
  .transform((raw, context): AdminTlsSettings | undefined => {
    const { readers, changers, ...files } = raw;
    const tls = tlsOf(files, context);
    if (readers.length + changers.length > 0 && tls?.clientCaFile === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'readers and changers need client-ca-file: the authority whose word on names is taken',
      });
      return z.NEVER;
    }
    return tls && { ...tls, readers, changers };
  });

/** The operator's HTTP endpoint. */
export const admin = z
  .strictObject({
    address: tcpAddress,
    'token-file': optional(file),
    'read-token-file': optional(file),
    'view-token-file': optional(file),
    tls: adminTls,
    'audit-file': optional(file),
  })
  .transform((raw): AdminSettings => ({
    address: raw.address,
    tokenFile: raw['token-file'],
    readTokenFile: raw['read-token-file'],
    viewTokenFile: raw['view-token-file'],
    tls: raw.tls,
    auditFile: raw['audit-file'],
  }));
