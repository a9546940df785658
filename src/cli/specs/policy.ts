import type { CommandSpec } from '../command-spec';
import { CONFIGURATION_FLAGS, JSON_FLAG } from '../shared-flags';

export const policyCheckSpec: CommandSpec = {
  name: 'policy check',
  group: 'judge',
  summary: 'Says what policy files mean, or what is wrong with them',
  usage: ['FILE … [--strict] [--json] [--config FILE] [--set KEY=VALUE …]'],
  meaning: [
    "Files hold a policy document or fragment of Azure's (XML), or native policies (YAML). The configuration gives the named values, fragments and APIs that documents refer to.",
  ],
  argument: { value: 'FILE', meaning: 'A policy file', count: 'many' },
  flags: {
    strict: { meaning: "Policies of Azure's that the cache does not execute are errors, not warnings" },
    ...JSON_FLAG,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'a document as Azure exports it', line: 'policy check inbound.xml' },
    {
      comment: 'all of them in CI, with the named values of the configuration',
      line: 'policy check policies/*.xml --strict --config config.yaml',
    },
  ],
  exits: { 0: 'no errors; there may be warnings', 1: 'a file has errors' },
  more: 'policies.md',
};

export const policyConvertSpec: CommandSpec = {
  name: 'policy convert',
  group: 'judge',
  summary: "Writes a policy document of Azure's in the native form",
  usage: ['FILE [--config FILE] [--set KEY=VALUE …]'],
  meaning: ['The YAML goes to standard output, warnings to standard error.'],
  argument: { value: 'FILE', meaning: 'A policy document (XML)', count: 'one' },
  flags: { ...CONFIGURATION_FLAGS },
  examples: [{ comment: 'into a file that serve reads', line: 'policy convert inbound.xml > policies.yaml' }],
  exits: { 1: 'it cannot be written in the native form' },
  more: 'policies.md',
};
