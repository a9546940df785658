import { PolicyFault } from '../../../../src/core/errors';
import { bodyOf, compile, evaluate, sampleCall } from './sample-call';

describe('a fault', () => {
  it.each([
    ['@(context.Product.Id)', '1:3: context.Product is null'],
    ['@{\n  var p = context.Product;\n  return p.Name;\n}', '3:10: p is null'],
    ['@(context.Request.Headers["nope"])', '1:26: there is no such header'],
    ['@(context.Variables["nope"])', '1:20: there is no such variable'],
    ['@(context.Variables["__proto__"])', '1:20: there is no such variable'],
    ['@(context.Request.Url.Query["nope"])', '1:28: there is no such query parameter'],
    ['@("a".AsJwt().Claims)', '1:3: "a".AsJwt() is null'],
    ['@("abc"[3])', '1:8: an index is out of range'],
    ['@("abc".Substring(2, 5))', '1:9: an index is out of range'],
    ['@(new [] { 1 }[-1])', '1:15: an index is out of range'],
    ['@(new [] { 1 }.First(n => n > 1))', '1:16: there is no such item'],
    ['@(1 / (2 - 2))', '1:5: divides by zero'],
    ['@(9223372036854775807 + 1)', '1:23: makes a number outside of 64 bits'],
    ['@(int.Parse("abc"))', '1:7: reads a text as an integer that is none'],
    ['@(int.Parse("12345678901234567890"))', '1:7: reads a text as an integer that is none'],
    ['@(bool.Parse("yes"))', '1:8: reads a text as true or false that is neither'],
    ['@(Convert.FromBase64String("?"))', '1:11: decodes a text that is not Base64'],
    ['@((int)context.Variables["tenant"])', '1:3: casts a value of type string to int'],
    ['@((string)context.Variables["limit"])', '1:3: casts a value of type int to string'],
    ['@((int)context.Request.Body.As<JObject>()["none"])', '1:3: casts null to int'],
    ['@((int)context.Request.Body.As<JObject>()["user"])', '1:3: casts a value of type null to int'],
    ['@((bool)context.Request.Body.As<JObject>()["model"])', '1:3: reads a text as true or false that is neither'],
    ['@((JArray)context.Request.Body.As<JObject>()["model"])', '1:3: casts a value of type JToken (string) to JArray'],
    ['@(context.Request.Body.As<JObject>()["messages"][9])', '1:49: an index is out of range'],
    ['@(context.Request.Body.As<JObject>()["model"]["x"])', '1:46: looks for a part of a JSON value that has none'],
    ['@(context.Request.Body.As<JArray>())', '1:24: the body of the request is no JSON array'],
    ['@(context.Variables["tenant"] > 3)', '1:31: calculates with a value of type string'],
    ['@(context.Variables["tenant"] ? 1 : 2)', '1:3: a value of type string where true or false is needed'],
    ['@(context.Variables["tenant"].Subject)', '1:31: a value of type string has no Subject'],
    ['@("a" + context.Request)', '1:7: makes text of a value of type Request, which has none'],
    ['@(Regex.IsMatch("a", "(" + "a"))', '1:9: a pattern that is not supported'],
    ['@(DateTime.Parse("" + "x"))', '1:12: reads a text as a date that is none (ISO 8601 and RFC 1123 are)'],
    ['@(new DateTime(2023, 2, 29))', '1:3: makes a date that does not exist'],
  ])('%s', (text, message) => {
    expect(evaluate(text)).toBe(`fault: p.xml:${message}`);
  });

  it('tells that a body is not there, or cannot be read', () => {
    const text = '@(context.Request.Body.As<JObject>())';
    expect(evaluate(text, sampleCall({ requestBody: undefined }))).toContain('the body of the request is not there');
    const unreadable = {
      ...bodyOf(null),
      json: () => {
        throw new PolicyFault('the body is not JSON');
      },
    };
    expect(evaluate(text, sampleCall({ requestBody: unreadable }))).toBe('fault: p.xml:1:24: the body is not JSON');
  });

  it('tells that the response is not there yet', () => {
    expect(evaluate('@(context.Response.StatusCode)', sampleCall({ response: undefined }))).toContain(
      'is not there yet',
    );
  });
});

describe('a hostile call', () => {
  it('cannot make a deep claim overflow', () => {
    const deep = Buffer.from(`{"sub":${'['.repeat(20_000)}${']'.repeat(20_000)}}`).toString('base64url');
    const head = { ...sampleCall().head, headers: new Map([['authorization', `e30.${deep}.x`]]) };
    const text = '@(context.Request.Headers.GetValueOrDefault("authorization").AsJwt().Claims["sub"][0])';
    expect(evaluate(text, sampleCall({ head }))).toContain('writes JSON of more than 64 levels');
  });

  it('cannot make deep JSON overflow', () => {
    const requestBody = bodyOf(JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)));
    const call = sampleCall({ requestBody });
    expect(evaluate('@(context.Request.Body.As<JToken>().ToString())', call)).toContain('levels');
    expect(evaluate('@(context.Request.Body.As<JToken>() == context.Request.Body.As<JToken>())', call)).toBe(true);
  });
});

describe('the bounds of an evaluation', () => {
  it.each([
    ['an endless loop', '@{ while (true) { } return 1; }', ': takes more than 10000 steps'],
    [
      'loops in loops',
      '@{ var n = 0; for (int i = 0; i < 1000; i++) { for (int j = 0; j < 1000; j++) { n++; } } return n; }',
      'steps',
    ],
    [
      'a text that doubles',
      '@{ var s = "x"; while (true) { s = s + s; } return s; }',
      'makes more than 1048576 characters of text',
    ],
    ['a padded text', '@("x".PadLeft(2000000000))', 'makes more than 1048576 characters'],
    [
      'a replacement that grows',
      '@{ var s = "x".PadLeft(1000, \'x\'); return s.Replace("x", s).Replace("x", s); }',
      'characters',
    ],
    [
      'a list that is copied',
      '@{ var a = "x".PadLeft(100000).ToArray(); while (true) { a = a.ToArray(); } return a; }',
      'characters',
    ],
    [
      'long lists of items',
      '@{ var a = "x".PadLeft(100000).ToArray(); while (true) { var b = a.Contains(\'y\'); } return a; }',
      'steps',
    ],
    ['JSON that is deep', '@(JToken.Parse("[".PadLeft(9000, \'[\') + "]".PadLeft(9000, \']\')).ToString())', 'levels'],
    [
      'JSON that shares its parts',
      '@{ var a = new JArray("x"); for (int i = 0; i < 40; i++) { a = new JArray(a, a); } return a.ToString(); }',
      'characters',
    ],
  ])('stop %s', (_, text, message) => {
    const started = performance.now();
    const result = evaluate(text);
    expect(result).toContain(`fault: p.xml:`);
    expect(result).toContain(message);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('leave nothing behind: the next evaluation starts anew', () => {
    const { computed } = compile('@{ var n = 0; for (int i = 0; i < 900; i++) { n += i; } return n; }');
    expect(computed?.of(sampleCall())).toBe(404_550n);
    expect(computed?.of(sampleCall())).toBe(404_550n);
  });
});
