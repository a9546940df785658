import OpenAI from 'openai';
import type { Rendered } from '../../../../src/core/dialect';
import { openaiChat } from '../../../../src/dialects/openai-chat';
import { STREAM, answering, fixturesOf } from '../../../support/dialects';

const fixture = fixturesOf('openai-chat');
const MESSAGES: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello!' }];

/** A client whose every call is answered with these bytes. */
function clientOf(rendered: Rendered): OpenAI {
  return new OpenAI({ apiKey: 'sample', baseURL: 'http://upstream.invalid/v1', fetch: answering(rendered) });
}

const asStream = (name: string, as = STREAM): Rendered => {
  const form = name.endsWith('.sse') ? 'sse' : 'json';
  return openaiChat.render(openaiChat.parseResponse(fixture(name), form).completion, as)!;
};

async function finalOf(name: string): Promise<OpenAI.ChatCompletion> {
  const client = clientOf(asStream(name));
  return client.chat.completions.stream({ model: 'm', messages: MESSAGES }).finalChatCompletion();
}

/** The client's own accumulator leaves out what is null and adds what it parsed. */
function comparable(completion: OpenAI.ChatCompletion): unknown {
  return JSON.parse(
    JSON.stringify(completion, (key, value: unknown) => (key === 'parsed' ? undefined : (value ?? undefined))),
  );
}

describe('the official client', () => {
  it.each(['text.json', 'logprobs.json', 'two-choices-refusal.json', 'tool-calls.json'])(
    'accumulates the stream of %s to the JSON answer',
    async (name) => {
      const json = JSON.parse(fixture(name).toString()) as OpenAI.ChatCompletion;
      const stripped = comparable(await finalOf(name)) as { choices: { message: { tool_calls?: unknown } }[] };
      const expected = comparable(json) as typeof stripped;
      for (const [at, { message }] of stripped.choices.entries()) {
        const calls = expected.choices[at]!.message.tool_calls;
        if (calls !== undefined) expect(message.tool_calls).toMatchObject(calls as object);
        delete message.tool_calls;
        delete expected.choices[at]!.message.tool_calls;
      }
      expect(stripped).toEqual(expected);
    },
  );

  it.each(['text.sse', 'tool-calls.sse', 'two-choices.sse', 'litellm.sse'])(
    'accumulates the replay of %s as it does the original',
    async (name) => {
      const original = clientOf({ body: fixture(name), contentType: 'text/event-stream' });
      const expected = await original.chat.completions.stream({ model: 'm', messages: MESSAGES }).finalChatCompletion();
      const replayed = await finalOf(name);
      expect(replayed.choices).toEqual(expected.choices);
      expect(replayed.usage).toEqual(expected.usage);
      expect(replayed.id).toEqual(expected.id);
    },
  );

  it('iterates over chunks of the shape that it knows', async () => {
    const client = clientOf(asStream('text.json'));
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await client.chat.completions.create({ model: 'm', messages: MESSAGES, stream: true })) {
      chunks.push(chunk);
    }
    expect(new Set(chunks.map(({ object }) => object))).toEqual(new Set(['chat.completion.chunk']));
    expect(chunks[0]!.choices[0]!.delta).toMatchObject({ role: 'assistant', content: '' });
    const texts = chunks.map(({ choices }) => choices[0]?.delta.content ?? '');
    expect(texts.join('')).toBe('Hello! How can I assist you today?');
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason ?? null)).toEqual([null, null, 'stop', null]);
    expect(chunks.at(-1)!.usage?.total_tokens).toBe(29);
  });

  it('reads the JSON made of a stream', async () => {
    const client = clientOf(asStream('text.sse', { ...STREAM, form: 'json' }));
    const completion = await client.chat.completions.create({ model: 'm', messages: MESSAGES });
    expect(completion.choices[0]!.message).toEqual({ role: 'assistant', content: 'Grüße 👋\n', refusal: null });
    expect(completion.usage?.completion_tokens).toBe(4);
  });
});
