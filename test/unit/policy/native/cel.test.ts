import { PolicyFault } from '../../../../src/core/errors';
import type { JsonValue } from '../../../../src/core/json';
import { jsonBody } from '../../../../src/policy/body';
import type { PolicyCall } from '../../../../src/policy/call';
import type { Caller } from '../../../../src/policy/caller/caller';
import type { Computed } from '../../../../src/policy/computed';
import { compileCel, type CelKinds } from '../../../../src/policy/native/cel';
import { noFindings } from '../../../../src/policy/problems';

const encoded = (of: object): string => Buffer.from(JSON.stringify(of)).toString('base64url');
const TOKEN = `${encoded({ alg: 'none' })}.${encoded({ sub: 'ann', roles: ['admin'], __proto__: null })}.c2ln`;

const CALLER: Caller = {
  subscription: { id: 'sub-1', name: 'Team', key: 'secret-key' },
  product: undefined,
  user: { id: 'u1', email: 'ann@example.com', firstName: 'Ann', lastName: 'A', groups: ['dev', 'ops'] },
  api: { id: 'openai', name: 'OpenAI', path: 'openai', version: 'v1' },
  operation: { id: 'chat', name: 'Chat', method: 'POST', urlTemplate: '/chat' },
  matchedParameters: new Map([['deployment', 'gpt-4o']]),
};

const BODY = {
  model: 'gpt-4o',
  temperature: 0.5,
  n: 1,
  stream: false,
  user: null,
  messages: [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'The secret prompt' },
  ],
};

function bytes(json: JsonValue | object): Uint8Array {
  return Buffer.from(JSON.stringify(json));
}

function call(change: Partial<PolicyCall> = {}): PolicyCall {
  return {
    head: {
      method: 'POST',
      authority: 'api.example.com:8443',
      path: '/v1/chat/completions',
      query: 'api-version=2',
      headers: new Map([
        ['x-tenant', 'blue'],
        ['x-ttl', '60'],
        ['x-request-id', 'r-1'],
        ['authorization', `Bearer ${TOKEN}`],
        ['__proto__', 'strange'],
      ]),
      directives: undefined,
      surroundings: { clientAddress: '10.0.0.1', scheme: 'https', metadata: { 'envoy.x': { tier: 2 } } },
    },
    caller: CALLER,
    receivedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    requestBody: jsonBody(bytes(BODY), undefined),
    response: {
      status: 200,
      headers: new Map([['content-type', 'application/json']]),
      body: jsonBody(bytes({ usage: { total_tokens: 12 } }), undefined),
    },
    variables: new Map(),
    hidden: new Map(),
    ...change,
  };
}

function compile<K extends keyof CelKinds>(text: string, kind: K, sees: 'request' | 'response'): Computed<CelKinds[K]> {
  const findings = noFindings();
  const computed = compileCel(text, kind, { at: 'p.when', sees }, findings);
  expect(findings).toEqual({ problems: [], warnings: [] });
  return computed!;
}

describe('a condition', () => {
  it.each<[string, boolean]>([
    ['true', true],
    ['request.method == "POST"', true],
    ['request.host == "api.example.com" && request.scheme == "https"', true],
    ['request.path.startsWith("/v1/")', true],
    ['request.query.contains("version=2")', true],
    ['request.ip == "10.0.0.1" && request.id == "r-1"', true],
    ['request.headers["x-tenant"] == "blue"', true],
    ['request.headers["x-tenant"] in ["red", "green"]', false],
    ['"x-none" in request.headers', false],
    ['"x-none" in request.headers && request.headers["x-none"] == "a"', false],
    ['has(request.headers.missing)', false],
    ['request.headers["__proto__"] == "strange"', true],
    ['request.headers["x-tenant"].matches("^b[a-z]+$")', true],
    ['request.headers["x-tenant"].upperAscii() == "BLUE"', true],
    ['request.body.model == "gpt-4o"', true],
    ['request.body.n == 1', true],
    ['request.body.n + 1 == 2', true],
    ['request.body.temperature <= 0.5', true],
    ['request.body.temperature < 1', true],
    ['request.body.n == 1.0', true],
    ['has(request.body.tools)', false],
    ['!has(request.body.tools) || size(request.body.tools) == 0', true],
    ['request.body.user == null', true],
    ['!request.body.stream', true],
    ['request.body.messages.size() == 2', true],
    ['request.body.messages[1].role == "user"', true],
    ['request.body.messages.exists(m, m.role == "system")', true],
    ['request.body.messages.all(m, m.content.size() < 5)', false],
    ['request.body.messages.filter(m, m.role == "user").map(m, m.content.size()).exists(n, n > 10)', true],
    ['request.body["model"].endsWith("4o")', true],
    ['request.body.nothing == 1 || true', true],
    ['subscription.id == "sub-1" && subscription.name == "Team"', true],
    ['product.id == ""', true],
    ['"ops" in user.groups && user.email.endsWith("@example.com")', true],
    ['api.id == "openai" && api.version == "v1" && operation.urlTemplate == "/chat"', true],
    ['parameters.deployment == "gpt-4o" && parameters["deployment"] != ""', true],
    ['jwt.sub == "ann" && "admin" in jwt.roles', true],
    ['metadata["envoy.x"].tier == 2', true],
    ['now.getFullYear() == 2026 && now.getHours() == 3', true],
    ['now < timestamp("2026-01-03T00:00:00Z")', true],
    ['type(request.body.n) == int && type(request.body.temperature) == double', true],
    ['request.path == "/x" ? request.body.nothing : true', true],
    ['response.status == 200 && response.headers["content-type"].startsWith("application/json")', true],
    ['response.body.usage.total_tokens > 10', true],
  ])('%s: %s', (text, value) => {
    expect(compile(text, 'bool', 'response').of(call())).toBe(value);
  });

  it.each<[string, boolean, boolean]>([
    ['request.path == "/"', false, false],
    ['request.body.n == 1', true, false],
    ['response.status == 200', false, false],
    ['response.body.a == 1 || has(request.body.a)', true, true],
  ])('%s reads the bodies: request %s, response %s', (text, requestBody, responseBody) => {
    expect(compile(text, 'bool', 'response').reads).toEqual({ requestBody, responseBody });
  });

  it('reads a body only when it gets there', () => {
    const broken = call({ requestBody: jsonBody(Buffer.from('no json'), undefined) });
    expect(compile('request.path == "/x" && request.body.n == 1', 'bool', 'request').of(broken)).toBe(false);
  });

  it('knows a call of which nothing is known', () => {
    const nobody = call({
      head: { ...call().head, headers: new Map(), surroundings: {} },
      caller: { ...CALLER, subscription: undefined, user: undefined, api: undefined, operation: undefined },
    });
    const text =
      'subscription.id + user.email + api.id + operation.method + request.scheme + request.ip + request.id == "" && size(user.groups) + size(jwt) + size(metadata) == 0';
    expect(compile(text, 'bool', 'request').of(nobody)).toBe(true);
  });
});

describe('a value', () => {
  it.each<[string, string | null]>([
    ['request.headers["x-tenant"]', 'blue'],
    ['"x-none" in request.headers ? request.headers["x-none"] : null', null],
    ['jwt.sub + "/" + request.body.model', 'ann/gpt-4o'],
    ['product.id', null],
    ['request.path.split("/")[1]', 'v1'],
  ])('%s is %j', (text, value) => {
    expect(compile(text, 'string', 'request').of(call())).toBe(value);
  });

  it.each<[string, number]>([
    ['60', 60],
    ['int(request.headers["x-ttl"]) * 2', 120],
    ['request.body.temperature == 0.0 ? 3600 : 60', 60],
    ['response.body.usage.total_tokens > 10 ? 30 : 0', 30],
    ['2.0', 2],
    ['5u', 5],
  ])('%s is %d seconds', (text, value) => {
    expect(compile(text, 'seconds', 'response').of(call())).toBe(value);
  });
});

describe('a fault', () => {
  it.each<[string, keyof CelKinds, string]>([
    [
      'request.headers["x-none"] == "a"',
      'bool',
      'p.when: column 1: there is no such key; ask with "in" or has() first',
    ],
    ['request.body.oops == 1', 'bool', 'there is no such key'],
    ['jwt[request.headers["x-tenant"]] == 1', 'bool', 'there is no such key'],
    ['request.body.model', 'bool', 'p.when: did not give true or false'],
    ['request.body.n', 'string', 'p.when: did not give a text, or null for none'],
    ['request.body.temperature', 'seconds', 'p.when: did not give a whole number of seconds'],
    ['request.body.model', 'seconds', 'did not give a whole number of seconds'],
    ['request.body.model + request.body.n', 'string', 'an operator or function does not take values of these types'],
    ['int(request.headers["x-tenant"])', 'seconds', 'could not be worked out'],
    ['request.body.messages[7].role == "a"', 'bool', 'p.when: '],
    ['1 / (request.body.n - 1) == 1', 'bool', 'division by zero'],
    ['request.body.model.matches(request.body.messages[1].content + "(")', 'bool', 'could not be worked out'],
  ])('%s as %s: says "%s" and nothing of the call', (text, kind, message) => {
    const run = (): unknown => compile(text, kind, 'request').of(call());
    expect(run).toThrow(PolicyFault);
    expect(run).toThrow(message);
    expect(run).not.toThrow(/blue|secret|gpt/);
  });

  it.each<[string, PolicyCall['requestBody'], string]>([
    ['that is not there', undefined, 'there is no body'],
    ['that is not JSON', jsonBody(Buffer.from('{'), undefined), 'the body is not JSON'],
    ['in a content-encoding', jsonBody(Buffer.from('{}'), 'gzip'), 'content-encoding'],
    ['nested too deeply', jsonBody(Buffer.from('['.repeat(5000) + ']'.repeat(5000)), undefined), 'nested deeper'],
  ])('is a body %s', (_what, requestBody, message) => {
    expect(() => compile('request.body.a == 1', 'bool', 'request').of(call({ requestBody }))).toThrow(message);
  });

  it('is a macro over a very long list', () => {
    const requestBody = jsonBody(bytes({ list: Array.from({ length: 1001 }, (_, i) => i) }), undefined);
    const condition = compile('request.body.list.exists(x, x == -1)', 'bool', 'request');
    expect(() => condition.of(call({ requestBody }))).toThrow('more than 1000 elements');
    const nested = compile('[1].exists(x, -1 in request.body.list)', 'bool', 'request');
    expect(() => nested.of(call({ requestBody }))).toThrow('more than 1000 elements');
    expect(compile('-1 in request.body.list', 'bool', 'request').of(call({ requestBody }))).toBe(false);
  });
});

describe('an expression that cannot work', () => {
  it.each<[string, keyof CelKinds, RegExp]>([
    ['request.path ==', 'bool', /^p\.when: column \d+: not valid CEL: unexpected =$/],
    ['"abc', 'bool', /^p\.when: column 1: not valid CEL/],
    ['', 'bool', /^p\.when: .*not valid CEL/],
    ['true &&\n  oops', 'bool', /^p\.when: line 2, column 3: unknown variable oops; known: request, response, /],
    ['process.env.HOME == ""', 'bool', /unknown variable process/],
    ['__proto__ == 1', 'bool', /unknown variable __proto__/],
    ['constructor == 1', 'bool', /unknown variable constructor/],
    ['request.pat == "/"', 'bool', /request has no field pat; known: method, scheme/],
    ['request.__proto__ == 1', 'bool', /request has no field __proto__/],
    ['request == 1', 'bool', /request must be followed by one of its fields: request\.method/],
    ['request["path"] == "/"', 'bool', /request must be followed by one of its fields/],
    ['has(request.path)', 'bool', /request\.path is always there/],
    ['response.status == 200', 'bool', /response is there only in store\.when and store\.ttl/],
    ['request.path', 'bool', /^p\.when: gives a string; must give true or false$/],
    ['1 + 1', 'bool', /gives a int; must give true or false/],
    ['request.path == "/"', 'string', /gives a bool; must give a text/],
    ['"1h"', 'seconds', /gives a string; must give a whole number of seconds/],
    ['request.path + 1 == "/"', 'bool', /_\+_ cannot be applied to \(string, int\)/],
    ['request.path.startsWith()', 'bool', /startsWith cannot be applied to \(string\)/],
    ['request.path.foo == 1', 'bool', /a string has no field foo/],
    ['request.path.frobnicate()', 'bool', /^p\.when: column 13: unknown function frobnicate/],
    ['request.path.matches("(")', 'bool', /the pattern is no RE2 regular expression/],
    ['request.body.a.exists(x, x.b.exists(y, y == 1))', 'bool', /a macro .* within a macro is not supported/],
    ['[1].exists(request, request == 1)', 'bool', /request is a variable already/],
    ['[1].exists(x, x == 1) && x == 1', 'bool', /unknown variable x/],
    ['google.protobuf.Duration{seconds: 1} == duration("1s")', 'bool', /messages are not supported/],
    ['request.path && true', 'bool', /^p\.when: column 1: && needs conditions, and this is a string$/],
    ['request.path ? true : false', 'bool', /\? needs conditions, and this is a string/],
    ['request.path.exists(x, true)', 'bool', /a string has no elements/],
    ['eval("1") == 1', 'bool', /unknown function eval/],
  ])('%s as %s', (text, kind, problem) => {
    const findings = noFindings();
    expect(compileCel(text, kind, { at: 'p.when', sees: 'request' }, findings)).toBeUndefined();
    expect(findings.problems).toEqual([expect.stringMatching(problem)]);
  });

  it.each<[string, string, RegExp]>([
    ['has too many bytes', `request.path == "${'x'.repeat(8192)}"`, /^p\.when: is longer than 8192 bytes$/],
    ['is nested too deeply by operators', `1${'+1'.repeat(4000)} == 1`, /is nested too deeply$/],
    ['is nested too deeply by fields', `request.body${'.a'.repeat(4000)} == 1`, /is nested too deeply$/],
    ['is nested too deeply by calls', `${'size('.repeat(1000)}"a"${')'.repeat(1000)} == 1`, /is nested too deeply$/],
    ['is nested too deeply by lists', `${'['.repeat(4000)}1${']'.repeat(4000)} == 1`, /too deeply$|not valid CEL/],
    ['is nested too deeply by brackets', `${'('.repeat(4000)}1 ==${')'.repeat(4000)}`, /too deeply$|not valid CEL/],
  ])('is one that %s', (_what, text, problem) => {
    const findings = noFindings();
    expect(compileCel(text, 'bool', { at: 'p.when', sees: 'request' }, findings)).toBeUndefined();
    expect(findings.problems).toEqual([expect.stringMatching(problem)]);
  });

  it('is not one that is long but flat', () => {
    const text = `request.path == "/" || ${Array.from({ length: 200 }, (_, i) => `request.path == "/${i}"`).join(' || ')}`;
    expect(compile(text, 'bool', 'request').of(call())).toBe(false);
  });

  it('names all that is wrong', () => {
    const findings = noFindings();
    compileCel('oops == request.nothing', 'bool', { at: 'p.when', sees: 'request' }, findings);
    expect(findings.problems).toHaveLength(2);
  });
});
