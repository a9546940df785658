import { readRecording, type ReadingOptions } from '../../../src/replay/read-recording';
import type { Recorded } from '../../../src/replay/recorded-call';
import { timeOf } from '../../../src/replay/scalars';

const OPTIONS: ReadingOptions = {
  format: 'auto',
  fields: {},
  path: '/v1/chat/completions',
  caller: undefined,
  answerTo: () => Promise.resolve(undefined),
};
const BODY = { model: 'm', messages: [{ role: 'user', content: 'hi' }] };

async function read(values: readonly unknown[], options: Partial<ReadingOptions> = {}): Promise<readonly Recorded[]> {
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from(values.map((value) => JSON.stringify(value)).join('\n'));
  }
  const found: Recorded[] = [];
  for await (const each of readRecording(pieces(), { ...OPTIONS, ...options })) found.push(each);
  return found;
}

async function one(value: unknown, options: Partial<ReadingOptions> = {}) {
  const [recorded] = await read([value], options);
  if (recorded === undefined || !('call' in recorded)) throw new Error(`no call: ${JSON.stringify(recorded)}`);
  const { head, body, answer, ...call } = recorded.call;
  return {
    ...call,
    target: `${head.authority}${head.path}?${head.query}`,
    headers: Object.fromEntries(head.headers),
    body: JSON.parse(Buffer.from(body).toString()),
    answer: answer && {
      ...answer,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(answer.body).toString(),
    },
  };
}

async function problem(value: unknown, options: Partial<ReadingOptions> = {}): Promise<string> {
  const [recorded] = await read([value], options);
  if (recorded === undefined || !('fault' in recorded)) throw new Error('no fault');
  return recorded.fault.problem;
}

describe('times', () => {
  it.each([
    ['2026-03-02T09:00:00Z', Date.UTC(2026, 2, 2, 9)],
    ['2026-03-02T09:00:00.1234567Z', Date.UTC(2026, 2, 2, 9, 0, 0, 123)],
    ['2026-03-02T10:00:00+01:00', Date.UTC(2026, 2, 2, 9)],
    ['2026-03-02 09:00:00', Date.UTC(2026, 2, 2, 9)],
    [1772442000, 1772442000_000],
    ['1772442000.5', 1772442000_500],
    [1772442000123, 1772442000123],
    ['yesterday', undefined],
    [{}, undefined],
  ])('%j', (value, expected) => {
    expect(timeOf(value)).toBe(expected);
  });
});

describe('our own form', () => {
  it('is that of explain --request, with time and answer', async () => {
    const call = await one({
      ...{
        time: 1772442000,
        path: '/v1/chat/completions?x=1',
        authority: 'Gate.example',
        body: BODY,
        upstreamMs: '12.5',
      },
      headers: { Authorization: 'Bearer k', 'Content-Encoding': 'gzip' },
      response: { status: 201, headers: { 'X-A': 'b', 'content-encoding': 'gzip' }, body: { a: 1 } },
    });
    expect(call).toMatchObject({
      ...{
        number: 1,
        time: 1772442000_000,
        upstreamMs: 12.5,
        target: 'gate.example/v1/chat/completions?x=1',
        body: BODY,
      },
      headers: { authorization: 'Bearer k' },
      answer: { status: 201, headers: { 'x-a': 'b', 'content-type': 'application/json' }, body: '{"a":1}' },
    });
    expect(Object.keys(call.headers)).toEqual(['authorization']);
  });

  it('may be a body alone, and an event stream', async () => {
    expect(await one(BODY)).toMatchObject({ target: '/v1/chat/completions?', body: BODY, time: undefined });
    const { answer } = await one({ path: '/v1/x', body: {}, response: { body: 'data: {}\n\n' } });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/event-stream' } });
  });

  it.each([
    [{ path: 'v1', body: {} }, 'path: must begin with /'],
    [{ path: '/v1', body: 'x' }, 'body: must be the completion request, an object'],
    [{ path: '/v1', body: {}, time: 'noon' }, 'time: must be a time'],
    [{ path: '/v1', body: {}, upstreamMs: -1 }, 'upstreamMs: must be a number, 0 or more'],
    [{ path: '/v1', body: {}, response: { status: 7, body: {} } }, 'response: status: must be a status, such as 200'],
    [{ path: '/v1', body: {}, secret: 'sk-123' }, 'secret'],
  ])('%j is a fault', async (value, expected) => {
    const told = await problem(value);
    expect(told).toContain(expected);
    expect(told).not.toContain('sk-123');
  });
});

describe('a log with fields of its own', () => {
  const fields = { body: 'req.body', time: 't', upstreamMs: 'ms', response: 'res', promptTokens: 'in', headers: 'h' };

  it('is read by their names, through dots, with objects as text', async () => {
    const line = { req: { body: JSON.stringify(BODY) }, t: '', ms: '7', res: '', in: 3, h: '{"x-a": "b"}', who: 'me' };
    expect(await one(line, { fields, caller: 'who' })).toMatchObject({
      ...{ body: BODY, time: undefined, upstreamMs: 7, answer: undefined },
      usage: { promptTokens: 3, completionTokens: 0 },
      headers: { 'x-a': 'b', authorization: 'Bearer me' },
    });
  });

  it('a name with a dot in it is a name', async () => {
    expect(await one({ 'req.body': BODY }, { fields: { body: 'req.body' } })).toMatchObject({ body: BODY });
  });

  it('faults are told by the names of the log', async () => {
    expect(await problem({ req: {} }, { fields })).toBe('req.body: must be the completion request, an object');
    expect(await problem({ req: { body: BODY }, t: 'x' }, { fields })).toContain('t: must be a time');
  });
});

describe("Azure's log", () => {
  const row = (id: string, seq: number, more: object): object => ({ CorrelationId: id, SequenceNumber: seq, ...more });

  it('puts pieces together, of texts and of lists', async () => {
    const messages = JSON.stringify(BODY.messages);
    const found = await read([
      row('a', 2, { RequestMessages: messages.slice(9) }),
      row('b', 1, { RequestMessages: [{ role: 'user', content: 'x' }] }),
      row('a', 1, { RequestMessages: messages.slice(0, 9) }),
      row('b', 2, { RequestMessages: [{ role: 'user', content: 'y' }] }),
      row('b', 0, { DeploymentName: 'd', IsStreamCompletion: 'True', ResponseMessages: '' }),
    ]);
    const bodies = found.map((each) => 'call' in each && JSON.parse(Buffer.from(each.call.body).toString()));
    expect(bodies).toEqual([
      { model: '', messages: BODY.messages },
      {
        model: 'd',
        messages: [
          { role: 'user', content: 'x' },
          { role: 'user', content: 'y' },
        ],
        stream: true,
      },
    ]);
  });

  it('goes where the gateway was asked, where that is joined to it', async () => {
    const joined = row('a', 1, {
      RequestMessages: BODY.messages,
      Url: 'https://apim.example/openai/deployments/d/chat/completions?api-version=v',
      ApimSubscriptionId: 'shop',
      BackendTime: '31',
    });
    expect(await one(joined)).toMatchObject({
      target: 'apim.example/openai/deployments/d/chat/completions?api-version=v',
      headers: { authorization: 'Bearer shop' },
      upstreamMs: 31,
      messagesOnly: true,
    });
    const alone = row('a', 1, { RequestMessages: BODY.messages, DeploymentName: 'd', ApiVersion: 'v' });
    expect(await one(alone)).toMatchObject({ target: '/openai/deployments/d/chat/completions?api-version=v' });
  });

  it('says what is missing', async () => {
    expect(await problem(row('a', 1, { RequestMessages: '[{"role": "us' }))).toContain('"Log prompts"');
  });
});
