import type { CommandSpec } from '../command-spec';
import { CONFIGURATION_FLAGS, JSON_FLAG, QUIET_FLAG } from '../shared-flags';

export const sweepSpec: CommandSpec = {
  name: 'sweep',
  group: 'change',
  summary: 'Removes expired entries without serving',
  usage: ['[--once | --all | --dry-run] [--json] [--quiet] [--config FILE] [--set KEY=VALUE …]'],
  meaning: [
    'Without --once, --all or --dry-run it goes on until SIGTERM, a sweep each sweeper.interval. Expired entries are never served anyway; a sweep gives their space back.',
    'Where processes share a store, the one that holds its lease sweeps; the others do nothing, which is no failure. An embedded store that a service has open cannot be swept from outside.',
  ],
  flags: {
    once: {
      meaning: 'Sweeps once and ends; rests as long after each step as the step took, for the lookups of others',
    },
    all: { meaning: 'Sweeps once and ends, without rests: for a store that nobody serves from' },
    'dry-run': { meaning: 'Counts what has expired, and removes nothing' },
    ...JSON_FLAG,
    ...QUIET_FLAG,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'what would go', line: 'sweep --dry-run --config config.yaml' },
    { comment: 'from a cron job', line: 'sweep --once --json --config config.yaml' },
    { comment: 'everything that has expired, before a backup', line: 'sweep --all --config config.yaml' },
  ],
  exits: {
    0: 'the store is looked after, also when another process does that',
    1: 'something failed, single entries included',
  },
};
