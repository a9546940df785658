import type { CommandSpec } from '../command-spec';
import { CONFIGURATION_FLAGS } from '../shared-flags';

export const serveSpec: CommandSpec = {
  name: 'serve',
  group: 'serve',
  summary: "Serves Envoy's external-processing API until SIGTERM",
  usage: ['[--pretty] [--config FILE] [--set KEY=VALUE …]'],
  meaning: [
    'SIGHUP, or a change of the file, reloads the configuration; one that is wrong is refused, and the old one stays. SIGTERM or SIGINT lets open streams end within limits.drain; a second one ends the process at once.',
  ],
  flags: { ...CONFIGURATION_FLAGS, pretty: { meaning: 'A log for people, as log.format=pretty' } },
  examples: [
    { comment: 'with a file', line: 'serve --config config.yaml' },
    {
      comment: 'with the defaults, but for two keys',
      line: 'serve --set listen.address=127.0.0.1:9001 --set log.level=debug',
    },
  ],
  exits: { 0: 'stopped by a signal, and all was put away', 1: 'the start failed' },
  more: 'configuration.md',
};
