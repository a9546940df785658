import type { CanonicalRequest } from '../../../../src/core/dialect';
import type { RequestHead } from '../../../../src/core/exchange';
import type { JsonObject } from '../../../../src/core/json';
import { anthropicMessages } from '../../../../src/dialects/anthropic-messages';
import { headOf } from '../../../support/heads';
import { refusal } from '../../../support/dialects';

const HEAD = headOf({ path: '/v1/messages' });
const ASK = { role: 'user', content: 'What is a cache?' };
const MARK = { cache_control: { type: 'ephemeral', ttl: '1h' } };
const text = (value: string, more: object = {}): object => ({ type: 'text', text: value, ...more });

function parse(fields: object, head: RequestHead = HEAD): CanonicalRequest {
  const request = { model: 'claude-sonnet-4-5', max_tokens: 1024, messages: [ASK], ...fields };
  return anthropicMessages.parseRequest(Buffer.from(JSON.stringify(request)), head);
}

function parseLast(content: unknown, more: object = {}): CanonicalRequest {
  return parse({ messages: [{ role: 'user', content, ...more }] });
}

describe('what makes a request', () => {
  it('is model, system prompt, messages, compared text and form', () => {
    expect(parse({ system: ' Be brief.\n', temperature: 0, stream: true, metadata: { user_id: 'u' } })).toEqual({
      dialect: 'anthropic-messages',
      model: 'claude-sonnet-4-5',
      parameters: { model: 'claude-sonnet-4-5', max_tokens: 1024, temperature: 0 },
      messages: [
        { system: true, value: { system: [text('Be brief.')] } },
        { system: false, value: { role: 'user', content: { compared: [{ type: 'text', text: null }] } } },
      ],
      messageCount: 1,
      comparedText: 'What is a cache?',
      exactOnly: false,
      rendering: { form: 'sse', includeUsage: true, echo: {} },
    });
  });

  it('asks for JSON unless it says otherwise', () => {
    expect(parse({}).rendering).toEqual({ form: 'json', includeUsage: true, echo: {} });
  });

  it('knows a system message among the messages', () => {
    const messages = [ASK, { role: 'assistant', content: 'A store.' }, { role: 'system', content: 'Be brief.' }, ASK];
    const parsed = parse({ messages });
    expect(parsed.messages.map(({ system }) => system)).toEqual([false, false, true, false]);
    expect(parsed.messageCount).toBe(3);
    const atTheTop = parse({ system: 'Be brief.', messages: [ASK] });
    const inside = parse({ messages: [{ role: 'system', content: 'Be brief.' }, ASK] });
    expect(inside.messages[0]).not.toEqual(atTheTop.messages[0]);
  });

  it('has the versions and betas of its headers among its parameters, and no other header', () => {
    const header = {
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'context-1m-2025-08-07',
      'x-api-key': 'sample',
    };
    expect(parse({}, headOf({ path: '/v1/messages', header })).parameters).toEqual({
      model: 'claude-sonnet-4-5',
      max_tokens: 1024,
      'header:anthropic-version': '2023-06-01',
      'header:anthropic-beta': 'context-1m-2025-08-07',
    });
  });
});

describe('the same question', () => {
  it('with its betas in another order, but not with others', () => {
    const asked = (betas: string): CanonicalRequest =>
      parse({}, headOf({ path: '/v1/messages', header: { 'anthropic-beta': betas } }));
    expect(asked('b-2,a-1')).toEqual(asked('a-1, b-2'));
    expect(asked('a-1')).not.toEqual(asked('a-1, b-2'));
  });

  const plain = parse({ system: 'Be brief.' });

  it.each<[string, object]>([
    ['strings as blocks', { system: [text('Be brief.')], messages: [{ role: 'user', content: [text(ASK.content)] }] }],
    ['outer white space', { system: 'Be brief. ', messages: [{ role: 'user', content: `\n${ASK.content}\t` }] }],
    [
      'marks for the prompt cache',
      {
        ...MARK,
        system: [text('Be brief.', MARK)],
        messages: [{ role: 'user', content: [text(ASK.content, MARK)] }],
      },
    ],
  ])('with %s', (_, fields) => {
    expect(parse({ system: 'Be brief.', ...fields })).toEqual(plain);
  });

  it('whatever is marked inside of results, documents and tools', () => {
    const conversation = (mark: object): object => ({
      tools: [
        { name: 'f', input_schema: { type: 'object' }, ...mark },
        { type: 'bash_20250124', name: 'bash', ...mark },
      ],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'document', source: { type: 'content', content: [text('Grass is green.', mark)] }, ...mark },
            text('?'),
          ],
        },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: {}, ...mark }] },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 't', content: [text('12 °C', mark)], ...mark }],
        },
        ASK,
      ],
    });
    expect(parse(conversation(MARK))).toEqual(parse(conversation({})));
    expect(parse(conversation({ extra: 1 }))).not.toEqual(parse(conversation({})));
  });

  it('however the input of a tool is to be streamed', () => {
    const tool = { name: 'f', input_schema: { type: 'object' } };
    expect(parse({ tools: [{ ...tool, eager_input_streaming: true }] })).toEqual(parse({ tools: [tool] }));
  });

  it('with the result of a tool as a string', () => {
    const result = (content: unknown): object => ({
      messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content }] }, ASK],
    });
    expect(parse(result('12 °C '))).toEqual(parse(result([text('12 °C')])));
    expect(parse(result('12 °C'))).not.toEqual(parse(result('13 °C')));
  });
});

describe('a property called cache_control', () => {
  it.each<[string, (property: object) => object]>([
    [
      'in the schema of an input',
      (properties) => ({ tools: [{ name: 'f', input_schema: { type: 'object', properties } }] }),
    ],
    [
      'in the input of a tool',
      (input) => ({
        messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input }] }, ASK],
      }),
    ],
  ])('%s means something', (_, fields) => {
    expect(parse(fields({ cache_control: { type: 'string' } }))).not.toEqual(parse(fields({})));
  });
});

describe('thinking in the conversation', () => {
  it('is context', () => {
    const after = (thinking: string): CanonicalRequest =>
      parse({ messages: [{ role: 'assistant', content: [{ type: 'thinking', thinking, signature: 's' }] }, ASK] });
    expect(after('a')).toEqual(after('a'));
    expect(after('a').messages).not.toEqual(after('b').messages);
  });
});

describe('the compared text', () => {
  it('is that of all text blocks, how many they are being context', () => {
    const two = parseLast([text(' one '), text('two\n')]);
    expect(two.comparedText).toBe('one\n\ntwo');
    expect(two.messages).not.toEqual(parseLast('one\n\ntwo').messages);
  });

  it('leaves other fields of its blocks and message in the context', () => {
    const cited = parseLast([text('one', { citations: [{ type: 'char_location', cited_text: 'x' }] })]);
    expect(cited.comparedText).toBe('one');
    expect(cited.messages).not.toEqual(parseLast('one').messages);
    expect(parseLast('one', { name: 'a' }).messages).not.toEqual(parseLast('one').messages);
  });

  it.each<[string, object[]]>([
    ['a tool result', [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'x' }] }]],
    ['a tool result and text', [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 't' }, text('x')] }]],
    ['an image', [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: 'u' } }, text('x')] }]],
    ['a document', [{ role: 'user', content: [{ type: 'document', source: { type: 'text', data: 'd' } }, text('x')] }]],
    ['the start of the answer', [ASK, { role: 'assistant', content: 'The best answer is (' }]],
    ['nothing but white space', [{ role: 'user', content: ' \n' }]],
    ['no blocks', [{ role: 'user', content: [] }]],
  ])('is none where the last message is %s', (_, messages) => {
    const parsed = parse({ messages });
    expect(parsed).toMatchObject({ comparedText: '', exactOnly: true });
    expect(parsed.messages).toHaveLength(messages.length);
    expect(parsed.messages.at(-1)!.value).toMatchObject({ content: expect.any(Array) as unknown });
  });
});

describe('a request that is not answered from a cache', () => {
  const tool = (type: unknown): object => ({
    tools: [
      { name: 'f', input_schema: {} },
      { type, name: 'x' },
    ],
  });

  it.each<[string, object, string]>([
    ['web search', tool('web_search_20250305'), 'unsupported-request'],
    ['web fetch', tool('web_fetch_20250910'), 'unsupported-request'],
    ['code execution', tool('code_execution_20250825'), 'unsupported-request'],
    ['tool search', tool('tool_search_tool_regex_20251119'), 'unsupported-request'],
    ['MCP tools', tool('mcp_toolset'), 'unsupported-request'],
    ['a tool of the future', tool('oracle_20300101'), 'unsupported-request'],
    ['a tool with an odd type', tool(7), 'unsupported-request'],
    ['a tool without type', tool(null), 'accepted'],
    ['a custom tool', tool('custom'), 'accepted'],
    ['a custom tool by its prefix only', tool('customised'), 'unsupported-request'],
    ['bash at the client', tool('bash_20250124'), 'accepted'],
    ['an editor at the client', tool('text_editor_20250728'), 'accepted'],
    ['a computer at the client', tool('computer_20251124'), 'accepted'],
    ['a browser at the client', tool('browser_toolset_20260801'), 'accepted'],
    ['a memory at the client', tool('memory_20250818'), 'accepted'],
    ['MCP servers', { mcp_servers: [{ type: 'url', url: 'u', name: 'n' }] }, 'unsupported-request'],
    ['no MCP servers', { mcp_servers: [] }, 'accepted'],
    ['a container', { container: 'container_1' }, 'unsupported-request'],
    ['no container', { container: null }, 'accepted'],
    ['a thread', { thread: { type: 'create' } }, 'unsupported-request'],
    ['a field that looks like a header', { 'header:anthropic-beta': 'x' }, 'unsupported-request'],
    ['no model', { model: null }, 'body-malformed'],
    ['no messages', { messages: [] }, 'body-malformed'],
    ['messages that are none', { messages: ['x'] }, 'body-malformed'],
    ['a message without role', { messages: [{ content: 'x' }] }, 'body-malformed'],
    ['a message without content', { messages: [{ role: 'user' }] }, 'body-malformed'],
    ['content that is neither text nor blocks', { messages: [{ role: 'user', content: ['x'] }] }, 'body-malformed'],
    ['a text block without text', { messages: [{ role: 'user', content: [{ type: 'text' }] }] }, 'body-malformed'],
    ['a system prompt that is none', { system: 7 }, 'body-malformed'],
    ['a stream that is neither', { stream: 'yes' }, 'body-malformed'],
    ['a lone surrogate', { messages: [{ role: 'user', content: '\ud83d' }] }, 'body-malformed'],
  ])('%s', (_, fields, outcome) => {
    expect(refusal(() => parse(fields))).toBe(outcome);
  });
});

describe('a request under another path', () => {
  const recognised = (request: JsonObject, header: Record<string, string> = {}): boolean =>
    anthropicMessages.recognises(request, headOf({ path: '/llm', header }));

  it('is told by the version of the API, or by its system prompt', () => {
    const messages = [ASK];
    expect(recognised({ messages }, { 'anthropic-version': '2023-06-01' })).toBe(true);
    expect(recognised({ messages, anthropic_version: 'vertex-2023-10-16' })).toBe(true);
    expect(recognised({ messages, system: 'Be brief.' })).toBe(true);
    expect(recognised({ messages })).toBe(false);
    expect(recognised({ input: 'x' }, { 'anthropic-version': '2023-06-01' })).toBe(false);
  });

  it('is asked for the headers that tell', () => {
    expect(anthropicMessages.parameterHeaders).toEqual(['anthropic-version', 'anthropic-beta']);
  });
});
