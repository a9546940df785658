import Anthropic from '@anthropic-ai/sdk';
import type { Rendered } from '../../../../src/core/dialect';
import { fixture, shown } from './fixtures';
import { JSON_FORM, STREAM, answering } from '../../../support/dialects';

const ASK = { model: 'm', max_tokens: 64, messages: [{ role: 'user' as const, content: 'Hello!' }] };

/** A client whose every call is answered with these bytes. */
function clientOf(rendered: Rendered): Anthropic {
  return new Anthropic({ apiKey: 'sample', baseURL: 'http://upstream.invalid', fetch: answering(rendered) });
}

/** As plain data: without what the client adds (`parsed_output`, ids of the HTTP response) and undefined fields. */
function plain(message: Anthropic.Message): unknown {
  return JSON.parse(JSON.stringify(message, (key, value: unknown) => (key === 'parsed_output' ? undefined : value)));
}

const finalOf = async (rendered: Rendered): Promise<unknown> =>
  plain(await clientOf(rendered).messages.stream(ASK).finalMessage());

describe('the official client', () => {
  it.each([
    ...['text.json', 'tool-use.json', 'thinking.json', 'redacted-thinking.json', 'citations.json', 'refusal.json'],
    ...['max-tokens.json', 'pause-turn.json', 'stop-sequence.json'],
  ])('accumulates the stream of %s to the JSON answer', async (name) => {
    const answer = await clientOf(shown(name, JSON_FORM)).messages.create(ASK);
    expect(plain(answer)).toEqual(JSON.parse(fixture(name).toString()));
    expect(await finalOf(shown(name, STREAM))).toEqual(plain(answer));
  });

  it.each(['text.sse', 'tool-use.sse', 'thinking.sse', 'citations.sse', 'server-tool.sse', 'unknown-event.sse'])(
    'accumulates the replay of %s as it does the original',
    async (name) => {
      const original = await finalOf({ body: fixture(name), contentType: 'text/event-stream' });
      // The client passes over what an answer has beside its known fields.
      const replayed = (await finalOf(shown(name, STREAM))) as object;
      expect({ ...replayed, context_management: undefined }).toEqual(original);
    },
  );

  it('reads the JSON made of a stream', async () => {
    const answer = await clientOf(shown('tool-use.sse', JSON_FORM)).messages.create(ASK);
    expect(answer.content.find((block) => block.type === 'tool_use')?.input).toEqual({
      location: 'San Francisco, CA',
      days: 3,
    });
    expect(answer.usage.output_tokens).toBe(89);
  });

  it('iterates over events of the shape that it knows', async () => {
    const client = clientOf(shown('text.json', STREAM));
    const events: Anthropic.RawMessageStreamEvent[] = [];
    for await (const event of await client.messages.create({ ...ASK, stream: true })) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      ...['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop'],
      ...['message_delta', 'message_stop'],
    ]);
    expect(events[2]).toMatchObject({ delta: { text: 'Hello! How can I help you today? 👋' } });
  });

  it('sends what the dialect reads', async () => {
    const sent: Request[] = [];
    const client = new Anthropic({
      apiKey: 'sample',
      baseURL: 'http://upstream.invalid',
      fetch: (url, init) => {
        sent.push(new Request(url, init));
        return Promise.resolve(new Response(fixture('text.json'), { headers: { 'content-type': 'application/json' } }));
      },
    });
    await client.messages.create(ASK);
    expect(new URL(sent[0]!.url).pathname).toBe('/v1/messages');
    expect(sent[0]!.headers.has('anthropic-version')).toBe(true);
  });
});
