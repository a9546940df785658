import type { CommandSpec } from '../command-spec';
import { CONFIGURATION_FLAGS, JUDGING_FLAGS, QUIET_FLAG } from '../shared-flags';

export const calibrateSpec: CommandSpec = {
  name: 'calibrate',
  group: 'judge',
  summary: 'Proposes a threshold that keeps a false-hit rate, from labelled pairs',
  usage: [
    '--pairs FILE|- --max-false-hit-rate R [--confidence C] [TERMS] [--json] [--quiet] [--config FILE] [--set KEY=VALUE …]',
  ],
  meaning: [
    'Loads the model and judges as a lookup does. The promise holds for traffic of which the pairs are a fair sample. TERMS are --verify, --similarity, --threshold, --policy and --model; without them those of the configured policy apply.',
  ],
  flags: {
    pairs: { value: 'FILE', meaning: 'Lines {"a", "b", "same"}; - is standard input' },
    'max-false-hit-rate': { value: 'R', meaning: 'The share of hits that may be wrong, such as 0.01' },
    confidence: { value: 'C', meaning: 'With which it is promised; 0.95 by default' },
    ...JUDGING_FLAGS,
    ...QUIET_FLAG,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'at most 1 wrong hit in 100', line: 'calibrate --pairs pairs.jsonl --max-false-hit-rate 0.01' },
    {
      comment: 'the threshold alone',
      line: 'calibrate --pairs pairs.jsonl --max-false-hit-rate 0.01 --json | jq .threshold',
    },
  ],
  exits: { 0: 'there is a threshold', 1: 'the pairs are too few, or too often wrong, to promise one' },
  more: 'evaluation.md',
};
