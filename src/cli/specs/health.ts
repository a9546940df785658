import type { CommandSpec } from '../command-spec';
import { ADMIN_TLS_FLAGS, CONFIGURATION_FLAGS, JSON_FLAG } from '../shared-flags';

export const healthSpec: CommandSpec = {
  name: 'health',
  group: 'look',
  summary: 'Whether the service is ready, or answers through Envoy',
  usage: ['[--admin URL] [--through URL] [--json] [--config FILE] [--set KEY=VALUE …]'],
  meaning: [
    'Made for probes: it loads nothing of the service. With --through, a stored answer or none is asked for, so that no model is reached; with --through alone nothing else is asked.',
  ],
  flags: {
    admin: { value: 'URL', meaning: 'The admin server of the service; without it admin.address of the configuration' },
    through: {
      value: 'URL',
      meaning: 'A completion URL that leads through Envoy; asks whether the cache answers there',
    },
    ...ADMIN_TLS_FLAGS,
    ...JSON_FLAG,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'as a probe in a container', line: 'health' },
    { comment: 'does Envoy ask the cache?', line: 'health --through http://gateway:8080/v1/chat/completions' },
  ],
  exits: { 0: 'ready, and the cache answers', 1: 'not ready, no answer, or the cache was not asked' },
};
