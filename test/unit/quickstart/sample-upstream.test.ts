import { startSampleUpstream, type SampleUpstream } from '../../../tools/sample-upstream/server';

const QUESTION = 'What should I have for lunch?';
const ANSWER = 'Lentil soup with bread, and an apple.';
const MESSAGES = [{ role: 'user', content: [{ type: 'text', text: QUESTION }] }];

describe('the sample upstream', () => {
  let upstream: SampleUpstream;
  beforeAll(async () => {
    upstream = await startSampleUpstream({ port: 0, delayMs: 0 });
  });
  afterAll(() => upstream.close());

  const calls: [path: string, fields: object, tokens: number][] = [
    ['/v1/chat/completions', { messages: [{ role: 'system', content: 'Be brief.' }, ...MESSAGES] }, 11],
    ['/openai/deployments/sample/chat/completions?api-version=2024-10-21', { messages: MESSAGES }, 8],
    ['/v1/completions', { prompt: QUESTION }, 8],
    ['/v1/responses', { input: QUESTION }, 8],
    ['/v1/responses', { instructions: 'Be brief.', input: MESSAGES }, 11],
    ['/v1/messages', { system: 'Be brief.', messages: MESSAGES }, 11],
  ];

  it.each(calls)('answers %s %j as JSON', async (path, fields, tokens) => {
    const { type, body } = await post(path, fields);
    expect([type, body]).toEqual(['application/json', expect.stringContaining(ANSWER)]);
    expect(body).toMatch(new RegExp(`"(prompt|input)_tokens":${tokens},`));
  });

  it.each(calls)('answers %s %j as events', async (path, fields) => {
    const { type, body } = await post(path, { ...fields, stream: true });
    expect(type).toBe('text/event-stream; charset=utf-8');
    expect(body).toContain('"Lentil "');
    expect(body.split('\n\n').length).toBeGreaterThan(ANSWER.split(' ').length);
  });

  it('counts completion calls, and knows nothing else', async () => {
    const before = await counted();
    await post('/v1/messages', { messages: MESSAGES });
    const { status } = await post('/v1/messages/count_tokens', { messages: MESSAGES });
    expect([status, await counted()]).toEqual([404, before + 1]);
  });

  async function post(path: string, fields: object): Promise<{ status: number; type: string | null; body: string }> {
    const response = await fetch(`http://127.0.0.1:${upstream.port}${path}`, {
      method: 'POST',
      body: JSON.stringify({ model: 'sample-model', ...fields }),
    });
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  }

  async function counted(): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${upstream.port}/calls`);
    return ((await response.json()) as { calls: number }).calls;
  }
});
