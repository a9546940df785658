import { toText } from '../../../../src/policy/expression/result';
import { evaluate, sampleCall, bodyOf, compile } from './sample-call';

describe('context', () => {
  it.each<[string, unknown]>([
    ['context.Request.Method', 'POST'],
    ['context.Request.IpAddress', '10.0.0.7'],
    [
      'context.Request.Url.ToString()',
      'https://api.example.com:8443/v1/chat/completions?api-version=2024-10-21&tag=a&tag=b%20c',
    ],
    ['context.Request.Url.Scheme + context.Request.Url.Host + context.Request.Url.Port', 'httpsapi.example.com8443'],
    [
      'context.Request.OriginalUrl.Path + context.Request.Url.QueryString',
      '/v1/chat/completions?api-version=2024-10-21&tag=a&tag=b%20c',
    ],
    ['context.Request.Url.Query.GetValueOrDefault("tag")', 'a,b c'],
    ['context.Request.Url.Query["Api-Version"][0]', '2024-10-21'],
    ['context.Request.OriginalUrl.Query.ContainsKey("nope")', false],
    ['context.Request.MatchedParameters["kind"]', 'completions'],
    ['context.Request.MatchedParameters.GetValueOrDefault("x", "d")', 'd'],
    ['context.Request.Headers.GetValueOrDefault("X-TTL", "1")', '60'],
    ['context.Request.Headers.GetValueOrDefault("nope", "1")', '1'],
    ['context.Request.Headers.GetValueOrDefault("nope")', null],
    ['context.Request.Headers["x-list"].Length + context.Request.Headers["X-List"][0]', '1a, b'],
    ['context.Request.Headers.ContainsKey("Accept")', true],
    ['context.Request.Headers.Keys.Contains("x-ttl")', true],
    ['context.Request.Headers.Any(h => h.Key == "x-ttl" && h.Value[0] == "60")', true],
    ['context.Response.StatusCode == 200 && context.Response.StatusReason == "OK"', true],
    ['context.Response.Headers.GetValueOrDefault("Content-Type", "")', 'application/json'],
    ['(int)context.Response.Body.As<JObject>(preserveContent: true)["usage"]["total_tokens"]', 7n],
    ['context.Subscription.Id + context.Subscription.Name + context.Subscription.Key', 'sub-1Teamk'],
    ['context.Product == null', true],
    [
      'context.User.FirstName + context.User.LastName + context.User.Email + context.User.Id',
      'AnnLeeann@example.comu1',
    ],
    ['string.Join(",", context.User.Groups.Select(g => g.Name))', 'developers,beta'],
    [
      'context.Api.Id + context.Api.Name + context.Api.Path + context.Api.Version + context.Api.Revision',
      'openaiOpenAI/v1v1',
    ],
    [
      'context.Operation.Id + context.Operation.Name + context.Operation.Method + context.Operation.UrlTemplate',
      'chatChatPOST/chat/{kind}',
    ],
    ['context.Variables["tenant"]', 'contoso'],
    ['(string)context.Variables["tenant"] == "contoso"', true],
    ['context.Variables.ContainsKey("tenant")', true],
    ['context.Variables.GetValueOrDefault<int>("limit") + 1', 6n],
    ['context.Variables.GetValueOrDefault<int>("none")', 0n],
    ['context.Variables.GetValueOrDefault<string>("none", "d")', 'd'],
    ['context.Variables.GetValueOrDefault("none", "d").ToUpper()', 'D'],
    ['context.Variables.GetValueOrDefault<bool>("flag") ? 1 : 2', 1n],
    ['context.Variables["tenant"].Length', 7n],
    ['context.RequestId', 'f1d4'],
    ['context.Deployment.ServiceName + context.Deployment.Region', 'llm-semantic-cachelocal'],
  ])('%s', (text, value) => {
    expect(evaluate(`@(${text})`)).toEqual(value);
  });
});

describe('JSON', () => {
  const body = 'context.Request.Body.As<JObject>(preserveContent: true)';
  it.each<[string, unknown]>([
    [`(string)${body}["model"] == "gpt-4o"`, true],
    [`${body}["model"].ToString()`, 'gpt-4o'],
    [`${body}["model"] == "gpt-4o"`, true],
    [`${body}["none"] == null`, true],
    [`${body}["user"] == null`, false],
    [`(string)${body}["user"]`, null],
    [`${body}["user"].ToString()`, ''],
    [`(bool)${body}["stream"]`, true],
    [`(int)${body}["max_tokens"] + (int)${body}["count"]`, 112n],
    [`(double)${body}["temperature"]`, 0.7],
    [`(double?)${body}["none"] ?? 1.5`, 1.5],
    [`${body}.Value<string>("model")`, 'gpt-4o'],
    [`${body}.Value<int>("none")`, 0n],
    [`${body}.Value<bool?>("stream")`, true],
    [`${body}.Value<int?>("none")`, null],
    [`${body}.Value<int>("user")`, 0n],
    [`(int?)${body}["user"]`, null],
    [`${body}["stream"].ToString().ToLower()`, 'true'],
    [`${body}["messages"].Last()["content"].ToString()`, 'Hi'],
    [`(string)${body}["messages"][0]["role"]`, 'system'],
    [`${body}["messages"].Count() + ((JArray)${body}["messages"]).Count`, 4n],
    [`${body}["messages"].Any(m => m["role"]?.ToString() == "user")`, true],
    [`${body}["none"]?["deeper"]?.ToString() ?? "-"`, '-'],
    [`(string)${body}.SelectToken("messages[1].content")`, 'Hi'],
    [`${body}.SelectToken("$.messages[7].content") == null`, true],
    [`${body}.ContainsKey("stream") && !${body}.ContainsKey("toString")`, true],
    [`${body}["constructor"] == null && ${body}["__proto__"] == null`, true],
    [`string.Join(",", ${body}.Properties().Select(p => p.Name).Take(2))`, 'model,stream'],
    [`${body}["messages"].Type == JTokenType.Array`, true],
    [`${body}["messages"].HasValues`, true],
    ['context.Request.Body.As<string>().Length > 10', true],
    ['context.Request.Body.As<JToken>(true)["model"].ToString()', 'gpt-4o'],
    [
      'JObject.Parse("{\\"a\\": [1, {\\"b\\": null}]}").ToString()',
      '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ]\n}',
    ],
    [
      'new JObject(new JProperty("a", 1), new JProperty("b", new JArray("x", true))).ToString(Newtonsoft.Json.Formatting.None)',
      '{"a":1,"b":["x",true]}',
    ],
    ['JsonConvert.SerializeObject(new [] { 1, 2 })', '[1,2]'],
    ['(string)(new JObject(new JProperty("__proto__", "x")))["__proto__"]', 'x'],
    ['((string[])JToken.Parse("[\\"a\\"]"))[0]', 'a'],
  ])('%s', (text, value) => {
    expect(evaluate(`@(${text})`)).toEqual(value);
  });

  it('walks an array by foreach', () => {
    const text = `@{ var all = ""; foreach (var m in ${body}["messages"]) { all += (string)m["role"] + ";"; } return all; }`;
    expect(evaluate(text)).toBe('system;user;');
  });
});

describe('credentials', () => {
  const token = 'context.Request.Headers.GetValueOrDefault("Authorization", "").Split(\' \').Last().AsJwt()';
  it.each<[string, unknown]>([
    [`${token}?.Subject`, 'user-1'],
    [`${token}.Claims.GetValueOrDefault("sub", "none")`, 'user-1'],
    [`${token}.Claims.GetValueOrDefault("roles")`, 'reader,writer'],
    [`${token}.Claims["roles"].Contains("writer")`, true],
    [`${token}.Claims.GetValueOrDefault("level")`, '3'],
    [`${token}.Claims.ContainsKey("constructor")`, false],
    [`${token}.Issuer + ${token}.Id + ${token}.Algorithm + ${token}.Type`, 'https://issuert1RS256JWT'],
    [`string.Join(",", ${token}.Audiences)`, 'a,b'],
    [`${token}.ExpirationTime < DateTime.UtcNow`, true],
    [`${token}.NotBefore == null`, true],
    ['"abc".AsJwt() == null', true],
    ['context.Request.Headers.GetValueOrDefault("none").AsJwt()?.Subject ?? "-"', '-'],
    ['context.Request.Headers.GetValueOrDefault("x-basic").AsBasic().UserId', 'ann'],
    ['context.Request.Headers.GetValueOrDefault("x-basic").AsBasic().Password', 's3cret:x'],
    ['context.Request.Headers.GetValueOrDefault("x-ttl").AsBasic() == null', true],
  ])('%s', (text, value) => {
    expect(evaluate(`@(${text})`)).toEqual(value);
  });
});

describe('what an expression reads', () => {
  it.each([
    ['@(context.Request.Method)', false, false],
    ['@(context.Request.Body.As<string>() + "x")', true, false],
    ['@{ var r = context.Response; return r.Body.As<string>(); }', false, true],
    ['@(context.Request.Body.As<string>() + context.Response.Body.As<string>())', true, true],
    ['@("context.Request.Body")', false, false],
  ])('%s', (text, requestBody, responseBody) => {
    expect(compile(text).computed?.reads).toEqual({ requestBody, responseBody });
  });
});

describe('what a policy that is not executed may have changed', () => {
  const hidden = new Map([
    ['variable:jwt', '"validate-jwt" in line 3'],
    ['header:x-user', '"set-header" in line 4'],
    ['body', '"set-body" in line 5'],
    ['url', '"rewrite-uri" in line 6'],
  ]);
  const call = sampleCall({ hidden, requestBody: bodyOf({}) });
  it.each([
    ['@(context.Variables["jwt"])', 20, 'context.Variables["jwt"] which "validate-jwt" in line 3'],
    ['@(context.Variables.ContainsKey("jwt"))', 21, 'context.Variables["jwt"] which "validate-jwt" in line 3'],
    ['@(context.Request.Headers.GetValueOrDefault("X-User"))', 27, 'the header "x-user" which "set-header" in line 4'],
    ['@(context.Request.Headers.Keys)', 27, 'the list of headers which "set-header" in line 4'],
    ['@(context.Request.Body.As<string>())', 24, 'the body of the request which "set-body" in line 5'],
    ['@(context.Request.Url.Path)', 19, 'context.Request.Url which "rewrite-uri" in line 6'],
  ])('%s is a fault', (text, column, what) => {
    expect(evaluate(text, call)).toBe(
      `fault: p.xml:1:${column}: reads ${what} may have changed, and the cache does not execute that`,
    );
  });
  it.each([
    ['@(context.Request.OriginalUrl.Path)', '/v1/chat/completions'],
    ['@(context.Request.Headers.GetValueOrDefault("x-ttl"))', '60'],
    ['@(context.Variables["tenant"])', 'contoso'],
  ])('%s is not touched', (text, value) => {
    expect(toText(evaluate(text, call))).toBe(value);
  });
});
