import type { CommandSpec, FlagSpecs } from '../command-spec';
import { ADMIN_FLAGS, CONFIGURATION_FLAGS, JSON_FLAG, JUDGING_FLAGS } from '../shared-flags';

/** Of the form that judges two texts. */
export const PAIR_FLAGS = {
  a: { value: 'TEXT', meaning: 'The question that is asked' },
  b: { value: 'TEXT', meaning: 'The question whose answer is stored' },
  ...JUDGING_FLAGS,
} as const satisfies FlagSpecs;

/** Of the form that asks a running service about a call. */
export const REQUEST_FLAGS = {
  request: { value: 'FILE', meaning: 'A call, or the body of a chat completion alone; - is standard input' },
  path: { value: 'PATH', meaning: "The call's path, in place of the file's; for a body alone /v1/chat/completions" },
  header: {
    value: 'LINE',
    meaning: "A header 'NAME: VALUE' of the call; 'host: …' is its authority",
    repeatable: true,
  },
  ...ADMIN_FLAGS,
  ...JSON_FLAG,
} as const satisfies FlagSpecs;

export const explainSpec: CommandSpec = {
  name: 'explain',
  group: 'look',
  summary: 'What would become of a call, and why; or whether two texts ask the same',
  usage: [
    "--request FILE|- [--path PATH] [--header 'NAME: VALUE' …] [--json] [--admin URL] [--config FILE] [--set KEY=VALUE …]",
    '--a TEXT --b TEXT [--verify MODE] [--similarity S] [--threshold T] [--policy NAME] [--model DIR] [--json] [--config FILE] [--set KEY=VALUE …]',
  ],
  meaning: [
    'With --request a running service tells policy, partition, verdict, reason and every candidate. The file holds {"path", "body", "authority", "headers"}, or a body alone. Nothing is served or kept.',
    'With --a and --b the model is loaded here and one text is judged against the other, by the terms of the configured policy or of the flags.',
  ],
  flags: { ...REQUEST_FLAGS, ...PAIR_FLAGS, ...CONFIGURATION_FLAGS },
  examples: [
    { comment: 'why was this call a miss?', line: "explain --request call.json --header 'host: api.openai.com'" },
    {
      comment: 'would one be answered from the other?',
      line: "explain --a 'How do I enable dark mode?' --b 'How do I disable dark mode?' --similarity 0.8 --verify standard",
    },
  ],
  exits: { 0: 'explained, whatever the verdict' },
  more: 'reasons.md',
};
