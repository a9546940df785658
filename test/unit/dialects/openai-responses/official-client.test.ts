import OpenAI from 'openai';
import type { Presentation, Rendered } from '../../../../src/core/dialect';
import { openaiResponses } from '../../../../src/dialects/openai-responses';
import { JSON_FORM, STREAM, answering, fixturesOf } from '../../../support/dialects';

const fixture = fixturesOf('openai-responses');
const ASK = { model: 'm', input: 'Hello!' };
const DOCUMENTS = [
  ...['text.json', 'function-call.json', 'custom-tool-call.json', 'reasoning.json', 'open-reasoning.json'],
  ...['refusal.json', 'structured.json', 'logprobs-annotations.json', 'incomplete-content-filter.json'],
];

/** A client whose every call is answered with these bytes. */
function clientOf(rendered: Rendered): OpenAI {
  return new OpenAI({ apiKey: 'sample', baseURL: 'http://upstream.invalid/v1', fetch: answering(rendered) });
}

function replayOf(name: string, as: Presentation): OpenAI {
  const { completion } = openaiResponses.parseResponse(fixture(name), name.endsWith('.sse') ? 'sse' : 'json');
  return clientOf(openaiResponses.render(completion, as)!);
}

/** Without what the client parses by itself, and without the request id that no header told here. */
function plain(response: object): unknown {
  const parsed = new Set(['parsed', 'parsed_arguments', 'output_parsed', '_request_id']);
  return JSON.parse(JSON.stringify(response, (key, value: unknown) => (parsed.has(key) ? undefined : value)));
}

async function eventsOf(client: OpenAI): Promise<OpenAI.Responses.ResponseStreamEvent[]> {
  const events: OpenAI.Responses.ResponseStreamEvent[] = [];
  for await (const event of await client.responses.create({ ...ASK, stream: true })) events.push(event);
  return events;
}

/**
 * What the client has put together of all events but the last, which would replace it by the whole response anyway.
 */
async function accumulatedOutput(name: string): Promise<unknown> {
  const { completion } = openaiResponses.parseResponse(fixture(name), 'json');
  const { body, contentType } = openaiResponses.render(completion, STREAM)!;
  const text = Buffer.from(body).toString();
  const unended = text.slice(0, text.lastIndexOf('event: '));
  const client = clientOf({ body: Buffer.from(unended), contentType });
  const response = await client.responses.stream(ASK).finalResponse();
  return (plain(response) as { output: unknown }).output;
}

describe('the official client', () => {
  it.each(DOCUMENTS)('reads the same of the JSON, the stream and the replay of %s', async (name) => {
    const json = await clientOf({ body: fixture(name), contentType: 'application/json' }).responses.create(ASK);
    expect(plain(await replayOf(name, JSON_FORM).responses.create(ASK))).toEqual(plain(json));
    expect(plain(await replayOf(name, STREAM).responses.stream(ASK).finalResponse())).toEqual(plain(json));
    const last = (await eventsOf(replayOf(name, STREAM))).at(-1)!;
    expect('response' in last && plain({ ...last.response, output_text: json.output_text })).toEqual(plain(json));
  });

  it.each(DOCUMENTS)('puts the output of %s together from the events alone', async (name) => {
    const { output } = JSON.parse(fixture(name).toString()) as { output: unknown };
    expect(await accumulatedOutput(name)).toEqual(output);
  });

  it.each(['text.sse', 'function-call.sse', 'reasoning.sse', 'refusal.sse', 'incomplete.sse'])(
    'reads the same of %s, its replay, and the JSON made of it',
    async (name) => {
      const original = clientOf({ body: fixture(name), contentType: 'text/event-stream' });
      const expected = plain(await original.responses.stream(ASK).finalResponse());
      expect(plain(await replayOf(name, STREAM).responses.stream(ASK).finalResponse())).toEqual(expected);
      expect(plain(await replayOf(name, JSON_FORM).responses.create(ASK))).toEqual(expected);
    },
  );

  it('gets the events of the original, in its order and numbers, with its texts', async () => {
    for (const name of ['text.sse', 'function-call.sse', 'reasoning.sse', 'refusal.sse', 'incomplete.sse']) {
      const original = await eventsOf(clientOf({ body: fixture(name), contentType: 'text/event-stream' }));
      const replay = await eventsOf(replayOf(name, STREAM));
      expect(replay.map((event) => event.sequence_number)).toEqual(replay.map((_, n) => n));
      // The pieces differ: one delta stands for all that follow each other.
      const types = (events: typeof original): string[] =>
        events.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1]);
      expect(types(replay)).toEqual(types(original));
      const fields = (events: typeof original): unknown[] =>
        events
          .filter(({ type }) => /\.(done|completed|in_progress|incomplete)$/.test(type))
          .map((event) => ({ ...event, sequence_number: undefined }));
      expect(fields(replay)).toEqual(fields(original));
    }
  });
});
