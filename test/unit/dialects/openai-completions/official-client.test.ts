import OpenAI from 'openai';
import type { Presentation, Rendered } from '../../../../src/core/dialect';
import { openaiCompletions } from '../../../../src/dialects/openai-completions';
import { STREAM, answering, fixturesOf } from '../../../support/dialects';

const fixture = fixturesOf('openai-completions');
const CALL = { model: 'm', prompt: 'Say hello' };

/** A client whose every call is answered with these bytes. */
function clientOf(rendered: Rendered): OpenAI {
  return new OpenAI({ apiKey: 'sample', baseURL: 'http://upstream.invalid/v1', fetch: answering(rendered) });
}

function shown(name: string, as: Presentation): Rendered {
  const form = name.endsWith('.sse') ? 'sse' : 'json';
  return openaiCompletions.render(openaiCompletions.parseResponse(fixture(name), form).completion, as)!;
}

/** What a program makes of the chunks: the client has no accumulator of its own for this format. */
async function readStream(rendered: Rendered): Promise<unknown> {
  const texts: string[] = [];
  const ends: string[] = [];
  const tokens: string[] = [];
  let usage: OpenAI.CompletionUsage | undefined;
  const chunks = await clientOf(rendered).completions.create({ ...CALL, stream: true });
  for await (const chunk of chunks) {
    expect(chunk.object).toBe('text_completion');
    for (const { index, text, finish_reason: why, logprobs } of chunk.choices) {
      texts[index] = (texts[index] ?? '') + text;
      tokens.push(...(logprobs?.tokens ?? []));
      if ((why as unknown) !== null) ends[index] = why;
    }
    usage = chunk.usage ?? usage;
  }
  return { texts, ends, tokens, usage };
}

describe('the official client', () => {
  it.each(['text.json', 'logprobs.json', 'two-prompts.json'])(
    'reads from the stream of %s what is in it',
    async (name) => {
      const json = JSON.parse(fixture(name).toString()) as OpenAI.Completion;
      expect(await readStream(shown(name, STREAM))).toEqual({
        texts: json.choices.map(({ text }) => text),
        ends: json.choices.map(() => 'stop'),
        tokens: json.choices.flatMap(({ logprobs }) => logprobs?.tokens ?? []),
        usage: json.usage,
      });
    },
  );

  it.each(['text.sse', 'logprobs.sse', 'two-prompts.sse'])(
    'reads the replay of %s as it does the original',
    async (name) => {
      const original = await readStream({ body: fixture(name), contentType: 'text/event-stream' });
      expect(await readStream(shown(name, STREAM))).toEqual(original);
    },
  );

  it('reads the JSON made of a stream', async () => {
    const completion = await clientOf(shown('text.sse', { ...STREAM, form: 'json' })).completions.create(CALL);
    expect(completion).toMatchObject({
      object: 'text_completion',
      choices: [{ text: '\n\nDas ist ein Test 👋.', index: 0, logprobs: null, finish_reason: 'stop' }],
      usage: { total_tokens: 12 },
    });
  });
});
