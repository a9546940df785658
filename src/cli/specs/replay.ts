import { FORMATS } from '../../replay/read-recording';
import type { CommandSpec } from '../command-spec';
import { CONFIGURATION_FLAGS, JSON_FLAG, QUIET_FLAG } from '../shared-flags';

/** Would-be hits that can be listed. */
const SHOWN_HITS = ['semantic', 'exact', 'hits'] as const;

export const replaySpec: CommandSpec = {
  name: 'replay',
  group: 'judge',
  summary: 'What hit rate and savings recorded calls would have had',
  usage: [
    'FILE|- [--policy FILE] [READING] [--show LIST [--most N]] [--decisions FILE] [--compare TERMS …] [--json] [--quiet] [--config FILE] [--set KEY=VALUE …]',
  ],
  meaning: [
    'Decides on recorded calls, in their order and at their times, as the service would have with the configured policies: with its models, and an empty store that is gone afterwards. Nothing is sent anywhere. A hit is not stored again; policies in shadow count as if they served.',
    'FILE has an object a line, or one JSON array, of calls {"time", "path", "headers", "body", "response", "upstreamMs"}, of the requests of an OpenAI batch, or of rows of Azure API Management\'s table ApiManagementGatewayLlmLog; --fields reads any other log. A name that ends in .gz is unpacked. READING are --format, --fields, --path, --caller, --responses, --interval and --strict.',
    'How often a hit would be wrong is not known from this: --show lists hits to judge, and where answers were recorded they are compared.',
  ],
  argument: { value: 'FILE', meaning: 'The recording; - is standard input', count: 'one' },
  flags: {
    policy: { value: 'FILE', meaning: "Policies (Azure's XML, or native YAML) in place of the configured ones" },
    format: { value: 'FORM', meaning: 'What the lines are; without it each tells by its fields', choices: FORMATS },
    fields: {
      value: 'NAME=FIELD,…',
      meaning: 'Which fields of a log mean what, such as body=req.body,time=start; a dot leads into an object',
    },
    path: {
      value: 'PATH',
      meaning: 'Where calls went of which the recording does not say it; without it /v1/chat/completions',
    },
    caller: { value: 'FIELD', meaning: 'The field that says who called, where no credentials are recorded' },
    responses: { value: 'FILE', meaning: "The output file of an OpenAI batch, for its requests' answers" },
    interval: { value: 'DURATION', meaning: 'Between two calls of which the time is not recorded; without it 1s' },
    strict: { meaning: 'Stops at the first line that is no call; without it such lines are counted' },
    show: { value: 'LIST', meaning: 'Lists would-be hits with their texts, the least sure first', choices: SHOWN_HITS },
    most: { value: 'N', meaning: 'Lists at most so many; without it 20' },
    decisions: {
      value: 'FILE',
      meaning: 'Writes a line of JSON for each call: its number, verdict and reason, and what became of the answer',
    },
    compare: {
      value: 'TERMS',
      meaning:
        'Replays once more with other terms for all native policies, such as similarity=0.9,verify=strict, and shows both',
      repeatable: true,
    },
    ...JSON_FLAG,
    ...QUIET_FLAG,
    ...CONFIGURATION_FLAGS,
  },
  examples: [
    { comment: 'what the configured policies would have done', line: 'replay calls.jsonl --config config.yaml' },
    { comment: "Azure's log, with a policy document", line: 'replay llm-log.json --policy policy.xml' },
    {
      comment: 'an access log of any gateway',
      line: 'replay access.log.gz --fields body=request_body,time=start_time,upstreamMs=duration',
    },
    { comment: 'what would be served by meaning, to be read', line: 'replay calls.jsonl --show semantic --most 50' },
    {
      comment: 'two settings side by side',
      line: 'replay calls.jsonl --compare similarity=0.9 --compare verify=strict',
    },
  ],
  exits: { 0: 'replayed, whatever the figures', 1: 'there is no call in the file, or it cannot be read' },
  more: 'replay.md',
};
