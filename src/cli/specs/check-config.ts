import type { CommandSpec } from '../command-spec';
import { CONFIGURATION_FLAGS, JSON_FLAG } from '../shared-flags';

export const checkConfigSpec: CommandSpec = {
  name: 'check-config',
  group: 'judge',
  summary: 'Says what a configuration means, or what is wrong with it',
  usage: ['[--config FILE] [--set KEY=VALUE …] [--json]'],
  meaning: ['Reads the configuration as serve does, LSC_… variables included. Nothing is opened, loaded or asked.'],
  flags: { ...CONFIGURATION_FLAGS, ...JSON_FLAG },
  examples: [
    { comment: 'before a rollout', line: 'check-config --config config.yaml' },
    { comment: 'the names of the policies in force', line: "check-config --json | jq -r '.policies[].name'" },
  ],
  exits: { 0: 'it is valid; there may be warnings', 2: 'it is wrong; every fault is told' },
  more: 'configuration.md',
};
