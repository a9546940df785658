import { closeSync, openSync } from 'node:fs';
import { createAudit, type Audit } from '../admin/audit';
import type { Clock } from '../core/clock';
import { ConfigurationError } from '../core/errors';
import type { RootLogger } from '../observability/logger';

export interface AuditParts {
  readonly clock: Clock;
  readonly logger: Pick<RootLogger, 'audit'>;
  readonly failed: (where: string, error: unknown) => void;
}

/** @throws ConfigurationError when `admin.audit-file` cannot be appended to */
export function openAudit(file: string | undefined, { clock, logger, failed }: AuditParts): Audit {
  if (file !== undefined) tryOpen(file);
  return createAudit({
    clock,
    file,
    log(record) {
      logger.audit('audit', { event: 'audit', ...record });
    },
    failed(error) {
      failed('audit', error);
    },
  });
}

function tryOpen(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw new ConfigurationError([`admin.audit-file: ${file} cannot be opened: ${(error as Error).message}`]);
  }
}
