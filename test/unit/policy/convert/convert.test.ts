import type { AzurePolicies } from '../../../../src/policy/sources';
import { fixtures } from '../azure/documents';
import { azureOf, both, CALLS, convert, expectSame, rulings } from './documents';

/** Examples that say what a native policy cannot. */
const REFUSED = new Map([
  ['fragment-in-choose', 'a native policy has one lookup'],
  ['hidden-header', 'the header "x-user", which <set-header> at hidden-header.xml:4:9 may have changed'],
  ['three-branches', 'differs from the one at three-branches.xml:6:17'],
  ['vary-by-jwt-claim', 'a literal of type char'],
  ['vary-by-jwt-subject', 'the method AsJwt of a text'],
  ['vary-by-single-quoted-char', 'a literal of type char'],
]);

const examples = [...fixtures('examples')].map(([name, document]) => ({ name, azure: azureOf(document) }));

function lookup(varyBy = '@(context.Subscription.Id)', threshold = '0.05'): string {
  return `<llm-semantic-cache-lookup score-threshold="${threshold}" embeddings-backend-id="e"><vary-by>${varyBy}</vary-by></llm-semantic-cache-lookup>`;
}

function document(inbound: string, outbound = '<llm-semantic-cache-store duration="60" />'): AzurePolicies {
  const text = `<policies>\n<inbound>\n${inbound}\n</inbound>\n<outbound>${outbound}</outbound>\n</policies>`;
  return azureOf({ file: 'p.xml', text });
}

const choose = (condition: string, inside: string): string =>
  `<choose><when condition="@(${condition})">${inside}</when></choose>`;

/** The value of a key of the one policy. */
function valueOf(key: 'when' | 'ttl' | 'varyBy', yaml: string): string {
  const found = new RegExp(key === 'varyBy' ? 'varyBy:\n +- (.*)' : `^ {4,6}${key}: (.*)`, 'm').exec(yaml)?.[1] ?? '';
  return found.startsWith("'") ? found.slice(1, -1).replaceAll("''", "'") : found.replace(/^"(.*)"$/, '$1').trim();
}

describe('converting the examples', () => {
  it.each(examples.filter(({ name }) => !REFUSED.has(name)))('$name decides the same', ({ azure }) => {
    expectSame(azure);
  });

  it.each(examples.filter(({ name }) => REFUSED.has(name)))('$name is refused', ({ name, azure }) => {
    const converted = convert(azure);
    expect(converted).toEqual({
      problems: [expect.stringMatching(/^[\w./-]+:\d+:\d+: cannot be written in the native form: /)],
    });
    expect(JSON.stringify(converted)).toContain(JSON.stringify(REFUSED.get(name)).slice(1, -1));
  });

  it('the calls that these are tried with are told apart by them', () => {
    const ruled = examples
      .filter(({ name }) => !REFUSED.has(name))
      .map(({ azure }) => new Set(CALLS.map((call) => JSON.stringify(rulings(both(azure).azure, call)))).size);
    expect(ruled.filter((size) => size > 1).length).toBeGreaterThan(60);
  });
});

describe('converting a condition', () => {
  it.each([
    ['true', ''],
    [
      'context.Request.Method == "POST" && !(context.Request.Url.Path != "/v1/responses")',
      'request.method == "POST" && request.path == "/v1/responses"',
    ],
    ['context.Subscription != null', 'subscription.id != ""'],
    ['context.User == null || context.User.Id == "u1"', 'user.id == "" || user.id == "u1"'],
    ['context.Product.Id == "gold"', 'product.id != "" && product.id == "gold"'],
    ['context.User?.Id == "u1"', 'user.id == "u1"'],
    ['context.User?.Id != null', 'user.id != ""'],
    ['(context.User?.Id ?? "nobody") == "nobody"', '(user.id == "" ? "nobody" : user.id) == "nobody"'],
    ['context.User?.Id.StartsWith("u") == true', undefined],
    ['context.Request.Headers.ContainsKey("X-No-Cache")', '"x-no-cache" in request.headers'],
    ['context.Request.Headers.GetValueOrDefault("x-tenant") == null', '!("x-tenant" in request.headers)'],
    [
      'string.IsNullOrEmpty(context.Request.Headers.GetValueOrDefault("x-tenant"))',
      '("x-tenant" in request.headers ? request.headers["x-tenant"] : "") == ""',
    ],
    ['context.Request.Headers.GetValueOrDefault("x-tenant", "A").ToLower().Contains("a")', undefined],
    ['context.Request.Headers.GetValueOrDefault("x-priority", "").Length + 1 > 2 * 1', undefined],
    [
      'context.Timestamp.Hour >= 7 && context.Timestamp.Minute % 2 == 0',
      'now.getHours() >= 7 && now.getMinutes() % 2 == 0',
    ],
    ['(string)context.Request.Body.As<JObject>(true)["user"]["id"] == "x"', undefined],
    ['context.Request.Body.As<JObject>(true)["model"] == "mini"', undefined],
    ['(int)context.Request.Body.As<JObject>(true)["temperature"] == 2', undefined],
    ['Regex.IsMatch(context.Request.Url.Path, "^/v1/(chat|x)")', 'request.path.matches("^/v1/(chat|x)")'],
    ['$"{context.Request.Method}-{context.Subscription?.Id}" == "POST-"', undefined],
    ['context.Request.Url.QueryString.EndsWith("=1")', undefined],
    ['(context.Request.Body.As<JObject>(true)["user"]?["id"]?.ToString().ToUpper() ?? "none") != "none"', undefined],
  ])('%s', (condition, expected) => {
    const azure = document(
      choose(
        condition.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('&&', '&amp;&amp;'),
        lookup('@(context.Request.Method)'),
      ),
    );
    expectSame(azure);
    if (expected !== undefined) expect(valueOf('when', both(azure).yaml)).toBe(expected);
  });

  it('in a chain of branches holds only where those before it do not', () => {
    const inbound =
      `<choose><when condition="@(context.Product.Id == "gold")"><set-variable name="kind" value="gold" /></when>` +
      `<when condition="@(context.Request.Method == "GET")">${lookup()}</when><otherwise>${lookup()}</otherwise></choose>`;
    const azure = document(inbound);
    expectSame(azure);
    expect(valueOf('when', both(azure).yaml)).toBe('product.id != "" && product.id != "gold"');
  });

  it('that a policy ends the call under does not reach what comes after it', () => {
    const ended = choose(
      'context.Request.Method == "GET"',
      '<choose><when condition="@(context.User == null)"><return-response /></when></choose>',
    );
    const azure = document(ended + lookup());
    expectSame(azure);
    expect(valueOf('when', both(azure).yaml)).toBe('request.method != "GET" || user.id != ""');
  });
});

describe('converting a vary-by', () => {
  it.each([
    ['@(context.User.Id)', 'user'],
    ['@(context.User?.Id)', 'user'],
    ['@(context.Request.IpAddress)', 'ip'],
    ['all', 'cel:"all"'],
    [
      '@(context.Request.Headers.GetValueOrDefault("X-Tenant",""))',
      'cel:"=" + ("x-tenant" in request.headers ? request.headers["x-tenant"] : "")',
    ],
    [
      '@(context.Request.Headers.GetValueOrDefault("x-tenant"))',
      'cel:!("x-tenant" in request.headers) ? "" : "=" + ("x-tenant" in request.headers ? request.headers["x-tenant"] : "")',
    ],
    ['@(context.Timestamp.Year)', 'cel:string(now.getFullYear())'],
    [
      '@{ var user = context.User?.Id; if (user == null) { return "none"; } return user; }',
      'cel:user.id == "" ? "none" : user.id',
    ],
  ])('%s', (varyBy, expected) => {
    const azure = document(lookup(varyBy));
    expectSame(azure);
    expect(valueOf('varyBy', both(azure).yaml)).toBe(expected);
  });

  it('that reads who is not there bypasses the cache also where entries are kept by credential', () => {
    const alone = document(lookup('@(context.User.Id)'));
    const azure: AzurePolicies = { ...alone, defaults: { ...alone.defaults, share: 'credential' } };
    expectSame(azure);
    expect(valueOf('when', both(azure).yaml)).toBe('user.id != ""');
  });
});

describe('converting a duration', () => {
  const store = (duration: string): string => `<llm-semantic-cache-store duration="${duration}" />`;

  it.each([
    ['300', '300'],
    ['0', 'cel:0'],
    ['@(context.Response.StatusCode == 200 ? 300 : 0)', 'cel:response.status == 200 ? 300 : 0'],
    [
      '@(context.Request.Headers.GetValueOrDefault("x-ttl","60"))',
      'cel:int("x-ttl" in request.headers ? request.headers["x-ttl"] : "60")',
    ],
  ])('%s', (duration, expected) => {
    const azure = document(lookup(), store(duration));
    expectSame(azure);
    expect(valueOf('ttl', both(azure).yaml)).toBe(expected);
  });

  it('of exclusive stores becomes one', () => {
    const stores = `<choose><when condition="@(context.Response.StatusCode == 200)">${store('600')}</when><when condition="@(context.Response.StatusCode == 204)">${store('5')}</when></choose>`;
    const azure = document(lookup(), stores);
    expectSame(azure);
    expect(valueOf('ttl', both(azure).yaml)).toBe('cel:response.status == 200 ? (600) : 5');
  });
});

describe('what is converted', () => {
  it('keeps what is by default in the configuration', () => {
    const alone = document(lookup());
    const defaults = {
      ...alone.defaults,
      share: undefined,
      verify: 'off',
      candidates: 7,
      coalesceMs: 1500,
      shadow: true,
      dialect: 'by-content',
      cachedTokens: true,
      paceMs: 15,
      bound: {
        maxFalseHitRate: 0.01,
        confidence: 0.9,
        checkShare: 0.07,
        youngShare: 0.3,
        recheckNeighbours: true,
      },
    } as const;
    const directives = { allowed: ['no-store'], maxAgeAtLeast: 60, minFreshAtMost: 5 } as const;
    expectSame({
      ...alone,
      defaults: { ...defaults, directives, toolCalls: true, refusals: true, maxBytes: 4096, ttlJitter: 0.1 },
    });
  });

  it('says what was not carried over', () => {
    const { yaml } = both(document(`<rate-limit calls="1" renewal-period="60" />${lookup()}`));
    expect(yaml).toContain('# <rate-limit> at p.xml:3:1: not executed by the cache\n');
    expect(yaml).toContain('# embeddings-backend-id e: the model is that of the configuration\n');
  });

  it('takes two lookups of the same settings for one', () => {
    const azure = document(
      `<choose><when condition="@(context.Request.Method == "GET")">${lookup()}</when><when condition="@(context.User != null)">${lookup()}</when></choose>`,
    );
    expectSame(azure);
  });

  it('stays out of a call whose body has what Azure and CEL write differently', () => {
    const sets = both(document(lookup('@(context.Request.Body.As<JObject>(true)["model"].ToString())')));
    expect(rulings(sets.azure, { body: { model: 1.5 } }).ruled).not.toBe('no lookup');
    expect(rulings(sets.native, { body: { model: 1.5 } }).ruled).toBe('no lookup');
  });

  it('takes a member of a body that is null for one that is not there, and says so', () => {
    const name = 'condition-block';
    const sets = both(examples.find((example) => example.name === name)?.azure ?? document(''));
    const call = { headers: { 'api-key': 'k1' } };
    expect(rulings(sets.native, { ...call, body: { stream: null } })).toEqual(
      rulings(sets.native, { ...call, body: {} }),
    );
    expect(sets.yaml).toContain('# a member of the body that is null counts as one that is not there\n');
  });

  it.each([
    [
      lookup('@(context.Request.Url.Query.GetValueOrDefault("a",""))'),
      'p.xml:3:108: cannot be written in the native form: context.Request.Url.Query has no counterpart',
    ],
    [
      choose('context.Variables.Count > 0', lookup()),
      'p.xml:3:46: cannot be written in the native form: context.Variables.Count has no counterpart',
    ],
    [
      `<set-variable name="v" value="@(context.User.Groups.Count())" />${lookup('@((string)context.Variables["v"])')}`,
      'context.Variables["v"], which is set to what has no native form',
    ],
    [
      `<set-variable name="v" value="@((string)context.Variables["w"])" />${lookup()}`,
      'p.xml:3:41: cannot be written in the native form: context.Variables["w"], which nothing sets',
    ],
  ])('is refused with the place: %s', (inbound, expected) => {
    const converted = convert(document(inbound));
    expect('problems' in converted && converted.problems).toEqual([expect.stringContaining(expected)]);
  });

  it('does not name what a named value holds when it is refused', () => {
    const azure = document(lookup('@(context.Deployment.{{directory-key}})'));
    const converted = convert({ ...azure, namedValues: { 'directory-key': 'SecretRegion' } });
    expect(converted).toEqual({ problems: [expect.stringContaining('an expression with {{directory-key}} put in')] });
    expect(JSON.stringify(converted)).not.toContain('Secret');
  });

  it('takes a variable that branches set to values of several types for none', () => {
    const set = (value: string): string => `<set-variable name="v" value="${value}" />`;
    const chosen = `<choose><when condition="@(context.User == null)">${set('@(1)')}</when><otherwise>${set('a')}</otherwise></choose>`;
    expectSame(document(chosen + lookup()));
    expect(convert(document(chosen + lookup('@((string)context.Variables["v"])')))).toEqual({
      problems: [expect.stringContaining('which branches set to what has no native form together')],
    });
  });

  it('does not grow without end', () => {
    const doubled = Array.from({ length: 40 }, (_, i) => {
      const before = `(string)context.Variables["v${i}"]`;
      return `<set-variable name="v${i + 1}" value="@(${before} + ${before})" />`;
    });
    const first = '<set-variable name="v0" value="@(context.Request.Method)" />';
    const converted = convert(document(first + doubled.join('') + lookup('@((string)context.Variables["v40"])')));
    expect(converted).toEqual({ problems: [expect.stringContaining('characters of CEL')] });
  });

  it('says which named values it has written out', () => {
    const azure = document(
      lookup('{{tenant-header}}', '{{threshold}}'),
      '<llm-semantic-cache-store duration="{{cache-seconds}}" />',
    );
    expectSame(azure);
    for (const name of ['tenant-header', 'threshold', 'cache-seconds']) {
      expect(both(azure).yaml).toContain(
        `# {{${name}}}: what this named value holds is written out where it is used\n`,
      );
    }
  });

  it('leaves alone a variable that nothing reads', () => {
    const azure = document(
      `<set-variable name="v" value="@(context.Request.Headers.GetValueOrDefault("a","").Split(',').Length)" />${lookup()}`,
    );
    expectSame(azure);
    expect(both(azure).yaml).toContain('# <set-variable> at p.xml:3:31: left out');
  });
});
