import type { CommandSpec } from '../command-spec';
import { ADMIN_FLAGS, CONFIGURATION_FLAGS } from '../shared-flags';

export const topSpec: CommandSpec = {
  name: 'top',
  group: 'look',
  summary: 'Live numbers of a running service in the terminal',
  usage: [
    '[--interval DURATION] [--once] [--json] [--admin URL] [--token-file FILE] [--config FILE] [--set KEY=VALUE …]',
  ],
  meaning: [
    'Hit rates, what hits saved, latency by phase beside the upstream, why calls missed, store, queues, and false hits against their bounds. Ctrl-C ends it. On the same machine no token is needed. While the service does not answer it says so and goes on trying.',
    'Where standard output is no terminal, one frame is printed, without colour.',
  ],
  flags: {
    interval: { value: 'DURATION', meaning: 'How often it asks; 2s by default' },
    once: { meaning: 'Prints one frame and ends' },
    json: { meaning: 'Prints what the service says (GET /overview) once, and ends' },
    ...ADMIN_FLAGS,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'the service of the configuration', line: 'top --config config.yaml' },
    { comment: 'another one, every 10 seconds', line: 'top --admin http://127.0.0.1:9901 --interval 10s' },
    { comment: 'what hits saved until now', line: 'top --json | jq .saved.money' },
  ],
  exits: {
    0: 'shown, until it was stopped',
    1: 'with --once, --json or without a terminal: the service did not answer',
  },
};
