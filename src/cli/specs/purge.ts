import type { CommandSpec } from '../command-spec';
import { ADMIN_FLAGS, CONFIGURATION_FLAGS, FILTER_FLAGS, JSON_FLAG } from '../shared-flags';

export const purgeSpec: CommandSpec = {
  name: 'purge',
  group: 'change',
  summary: "Removes entries from a running service's store",
  usage: ['(FILTERS | --all) [--dry-run] [--json] [--admin URL] [--config FILE] [--set KEY=VALUE …]'],
  meaning: [
    'FILTERS are --id, --partition, --policy, --model, --tag and --older-than; an entry goes when all that are given hold. The service is asked over its admin address, with a token.',
  ],
  flags: {
    ...FILTER_FLAGS,
    all: { meaning: 'All entries; goes with no filter' },
    'dry-run': { meaning: 'Counts them and shows some ids, and removes nothing' },
    ...JSON_FLAG,
    ...ADMIN_FLAGS,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'how many would go', line: 'purge --policy faq --older-than 7d --dry-run' },
    { comment: 'one wrong answer, by the id in the log', line: 'purge --id 3f2a9c41d0b7e6588a1c2d3e4f506172' },
    { comment: 'everything', line: 'purge --all --config config.yaml' },
  ],
  exits: { 1: 'the server did not answer, or refused' },
  more: 'entries.md',
};
