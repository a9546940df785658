import type { CommandSpec } from '../command-spec';
import { ADMIN_FLAGS, CONFIGURATION_FLAGS, FILTER_FLAGS, QUIET_FLAG } from '../shared-flags';

export const exportSpec: CommandSpec = {
  name: 'export',
  group: 'look',
  summary: 'Writes entries to standard output, a JSON object a line',
  usage: ['[FILTERS] [--quiet] [--admin URL] [--config FILE] [--set KEY=VALUE …]'],
  meaning: [
    'FILTERS are --id, --partition, --policy, --model, --tag and --older-than; an entry is written when all that are given hold. The lines are what import reads, and hold prompts and answers.',
  ],
  flags: {
    ...FILTER_FLAGS,
    json: { meaning: 'The output is JSON lines anyway; an error is {"error": "…"} to standard error' },
    ...QUIET_FLAG,
    ...ADMIN_FLAGS,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'a backup', line: 'export --config config.yaml > entries.jsonl' },
    { comment: 'the questions that are answered for one policy', line: 'export --policy faq | jq -r .text' },
  ],
  exits: { 1: 'the server did not answer, refused or broke off; the output is not complete then' },
  more: 'entries.md',
};
