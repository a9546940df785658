import type { CommandSpec } from '../command-spec';
import { ADMIN_FLAGS, CONFIGURATION_FLAGS, JSON_FLAG, QUIET_FLAG } from '../shared-flags';

export const importSpec: CommandSpec = {
  name: 'import',
  group: 'change',
  summary: 'Puts what export wrote, or curated answers, into the store',
  usage: ['FILE|- [--tag TAG] [--json] [--quiet] [--admin URL] [--config FILE] [--set KEY=VALUE …]'],
  meaning: [
    'A line of the file is an entry of export, or a call and its answer. Lines that are refused are told by their number; the others are put.',
  ],
  argument: { value: 'FILE', meaning: 'A file of JSON lines; - is standard input', count: 'one' },
  flags: {
    tag: { value: 'TAG', meaning: 'A word by which the entries are found again' },
    ...JSON_FLAG,
    ...QUIET_FLAG,
    ...ADMIN_FLAGS,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'curated answers', line: 'import faq.jsonl --tag faq' },
    { comment: "another cluster's entries", line: 'import - --admin http://127.0.0.1:9901 < entries.jsonl' },
  ],
  exits: { 1: 'a line was refused, or the server did not answer, or refused' },
  more: 'entries.md',
};
