import { PolicyFault } from '../../../../src/core/errors';
import type { JsonValue } from '../../../../src/core/json';
import type { PolicyBody, PolicyCall } from '../../../../src/policy/call';
import { compileExpression, type Section } from '../../../../src/policy/expression/expression';
import type { SourceText } from '../../../../src/policy/place';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Not signed: nothing here looks at signatures. */
const TOKEN = [
  encoded({ alg: 'RS256', typ: 'JWT' }),
  encoded({
    iss: 'https://issuer',
    sub: 'user-1',
    jti: 't1',
    aud: ['a', 'b'],
    exp: 1_700_000_000,
    roles: ['reader', 'writer'],
    level: 3,
  }),
  'c2ln',
].join('.');

const BODY = {
  model: 'gpt-4o',
  stream: true,
  user: null,
  temperature: 0.7,
  max_tokens: 100,
  count: '12',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi' },
  ],
};

export const bodyOf = (value: JsonValue): PolicyBody => ({ text: () => JSON.stringify(value), json: () => value });

const HEADERS = new Map([
  ['authorization', `Bearer ${TOKEN}`],
  ['x-basic', `Basic ${Buffer.from('ann:s3cret:x').toString('base64')}`],
  ['x-ttl', '60'],
  ['x-list', 'a, b'],
  ['accept', 'text/event-stream'],
  ['x-request-id', 'f1d4'],
]);

export function sampleCall(over: Partial<PolicyCall> = {}): PolicyCall {
  return {
    head: {
      method: 'POST',
      authority: 'api.example.com:8443',
      path: '/v1/chat/completions',
      query: 'api-version=2024-10-21&tag=a&tag=b%20c',
      headers: HEADERS,
      directives: undefined,
      surroundings: { clientAddress: '10.0.0.7' },
    },
    caller: {
      subscription: { id: 'sub-1', name: 'Team', key: 'k' },
      product: undefined,
      user: { id: 'u1', email: 'ann@example.com', firstName: 'Ann', lastName: 'Lee', groups: ['developers', 'beta'] },
      api: { id: 'openai', name: 'OpenAI', path: '/v1', version: 'v1' },
      operation: { id: 'chat', name: 'Chat', method: 'POST', urlTemplate: '/chat/{kind}' },
      matchedParameters: new Map([['kind', 'completions']]),
    },
    // 2024-02-29T13:05:09.120Z, a Thursday
    receivedAt: Date.UTC(2024, 1, 29, 13, 5, 9, 120),
    requestBody: bodyOf(BODY),
    response: {
      status: 200,
      headers: new Map([['content-type', 'application/json']]),
      body: bodyOf({ usage: { total_tokens: 7 }, choices: [] }),
    },
    variables: new Map<string, unknown>([
      ['tenant', 'contoso'],
      ['limit', 5n],
      ['flag', true],
    ]),
    hidden: new Map(),
    ...over,
  };
}

/** Lines and columns as they are in the text itself, in a file "p.xml". */
function sourceText(text: string): SourceText {
  return {
    text,
    placeOf(offset) {
      const before = text.slice(0, offset).split('\n');
      return { file: 'p.xml', line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    },
  };
}

export function compile(text: string, section: Section = 'outbound') {
  const findings = { problems: [] as string[], warnings: [] as string[] };
  return { computed: compileExpression(sourceText(text), section, findings), ...findings };
}

/** The value; a fault's message after "fault: ". What does not compile fails the test. */
export function evaluate(text: string, call: PolicyCall = sampleCall()): unknown {
  const { computed, problems } = compile(text);
  if (!computed) throw new Error(problems.join('\n'));
  try {
    return computed.of(call);
  } catch (error) {
    if (error instanceof PolicyFault) return `fault: ${error.message}`;
    throw error;
  }
}
