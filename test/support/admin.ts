import type { AdminOptions } from '../../src/admin/server';
import { createAudit } from '../../src/admin/audit';
import { systemClock } from '../../src/core/clock';

/** An admin server of which nothing is asked: neither store nor cache are open, and nobody has a credential. */
export const QUIET_ADMIN: AdminOptions = {
  address: { host: '127.0.0.1', port: 0 },
  readiness: async () => [],
  metrics: async () => ({ contentType: 'text/plain', body: '' }),
  policies: () => ({}),
  overview: () => Promise.reject(new Error('not asked for here')),
  access: { tokens: {}, certificates: undefined },
  tls: undefined,
  audit: createAudit({ clock: systemClock, file: undefined, log: () => undefined, failed: () => undefined }),
  prompts: 'clear',
  entries: { open: () => undefined, clock: systemClock, maxLineBytes: 1000 },
  entryPage: { open: () => undefined, clock: systemClock, hits: () => 0 },
  explain: { open: () => undefined, maxRequestBytes: 1000 },
  feedback: { open: () => undefined },
  logLevel: { get: () => 'info', set: () => undefined },
  refused: () => undefined,
  logger: { warn: () => undefined },
};
