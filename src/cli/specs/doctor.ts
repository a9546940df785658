import type { CommandSpec } from '../command-spec';
import { ADMIN_FLAGS, ADMIN_TLS_FLAGS, CONFIGURATION_FLAGS, JSON_FLAG } from '../shared-flags';

export const doctorSpec: CommandSpec = {
  name: 'doctor',
  group: 'look',
  summary: 'Checks a deployment end to end, and says what to change',
  usage: [
    '[--envoy URL [--cluster NAME]] [--through URL] [--admin URL] [--only ID,…] [--write] [--json] [--config FILE] [--set KEY=VALUE …]',
  ],
  meaning: [
    'Looks at the configuration and its files, the model (which it runs), the store, the running server if there is one, and with --envoy at the configuration, the runtime and the statistics of an Envoy: modes, timeouts, buffer limits, circuit breakers, order of filters. It works before anything is started, too. What could not be looked at is said.',
    'Nothing is changed: only with --write a document is written to Elasticsearch and removed again. Credentials in what Envoy tells are never shown.',
  ],
  flags: {
    envoy: { value: 'URL', meaning: "Envoy's admin address, such as http://127.0.0.1:9902" },
    cluster: {
      value: 'NAME',
      meaning: 'The cluster by which that Envoy knows the cache; without it, it is found by address or name',
    },
    through: {
      value: 'URL',
      meaning: 'A completion URL that leads through Envoy; asks whether the cache answers there',
    },
    only: {
      value: 'ID,…',
      meaning: 'Runs these checks only; a part, such as envoy, stands for all of its checks',
      repeatable: true,
    },
    write: { meaning: 'Allows the check that writes to the store, and removes again what it wrote' },
    admin: ADMIN_FLAGS.admin,
    ...ADMIN_TLS_FLAGS,
    ...JSON_FLAG,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'before the first start', line: 'doctor --config config.yaml' },
    {
      comment: 'all of it',
      line: 'doctor --config config.yaml --envoy http://127.0.0.1:9902 --through http://127.0.0.1:10000/v1/chat/completions',
    },
    {
      comment: 'one check, for a script',
      line: 'doctor --envoy http://127.0.0.1:9902 --only envoy-message-timeout --json',
    },
  ],
  exits: { 0: 'no error; there may be warnings', 1: 'at least one error' },
  more: 'doctor.md',
};
