import type { CommandSpec } from '../command-spec';
import { JSON_FLAG } from '../shared-flags';

export const drainEnvoySpec: CommandSpec = {
  name: 'drain-envoy',
  group: 'change',
  summary: 'Before a stop: lets an Envoy drain and end',
  usage: ['--admin URL [--within DURATION] [--settle DURATION] [--json]'],
  meaning: [
    'The Envoy goes on serving, with every answer asks the client to leave, and ends when the time of --settle has passed and nothing is under way. After --within it is left alone.',
  ],
  flags: {
    admin: { value: 'URL', meaning: "Envoy's admin address, such as http://127.0.0.1:9902" },
    within: { value: 'DURATION', meaning: 'How long all of it may take; 25s by default' },
    settle: { value: 'DURATION', meaning: 'How long Envoy serves on in any case; 5s by default' },
    ...JSON_FLAG,
  },
  examples: [{ comment: 'as a preStop hook', line: 'drain-envoy --admin http://127.0.0.1:9902 --within 25s' }],
  exits: { 0: 'whatever comes of it: a hook must not be in the way of the stop' },
  more: 'kubernetes.md',
};
