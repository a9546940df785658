import type { CommandSpec } from '../command-spec';
import { CONFIGURATION_FLAGS, JUDGING_FLAGS, QUIET_FLAG } from '../shared-flags';

/** Pairs that can be listed: hits that are labelled different, and others that are labelled the same. */
export const SHOWN = ['false-hits', 'missed'] as const;

export const evaluateSpec: CommandSpec = {
  name: 'evaluate',
  group: 'judge',
  summary: 'How well labelled pairs, or the questions of a cache, are told apart',
  usage: [
    '--pairs FILE|- [--show LIST] [TERMS] [--plot FILE] [--json] [--quiet] [--config FILE] [--set KEY=VALUE …]',
    '--queries FILE --entries FILE [TERMS] [--plot FILE] [--json] [--quiet] [--config FILE] [--set KEY=VALUE …]',
  ],
  meaning: [
    'Loads the model and judges as a lookup does, with plain cosine similarity beside it. Nothing is served or stored. TERMS are --verify, --similarity, --threshold, --policy and --model; without them those of the configured policy apply.',
  ],
  flags: {
    pairs: { value: 'FILE', meaning: 'Lines {"a", "b", "same"}; - is standard input' },
    queries: { value: 'FILE', meaning: 'Lines {"text", "same"}: questions, and the entries that answer them' },
    entries: { value: 'FILE', meaning: 'Lines {"text", "id"}: what is stored' },
    show: { value: 'LIST', meaning: 'Lists the pairs that are told wrongly', choices: SHOWN },
    plot: { value: 'FILE', meaning: 'Draws the curve into an SVG file' },
    ...JUDGING_FLAGS,
    ...QUIET_FLAG,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'with the terms of the configured policy', line: 'evaluate --pairs pairs.jsonl --config config.yaml' },
    {
      comment: 'what would be served wrongly',
      line: 'evaluate --pairs pairs.jsonl --similarity 0.8 --verify strict --show false-hits',
    },
    {
      comment: 'as a cache, with a curve',
      line: 'evaluate --queries queries.jsonl --entries entries.jsonl --plot curve.svg',
    },
  ],
  exits: { 0: 'evaluated, whatever the figures' },
  more: 'evaluation.md',
};
