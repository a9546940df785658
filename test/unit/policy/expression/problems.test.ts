import { compile } from './sample-call';

describe('an expression outside of the subset', () => {
  it.each([
    ['@(context.Foo)', '1:11: context.Foo is not supported; context has: Request, Response, Subscription'],
    ['@(context.LastError.Message)', '1:11: context.LastError is not supported'],
    ['@(context.Request.Certificate)', '1:19: context.Request.Certificate is not supported; Request has: Method, Url'],
    ['@(context.__proto__)', '1:11: context.__proto__ is not supported'],
    ['@(context.constructor)', '1:11: context.constructor is not supported'],
    [
      '@(context.Variables["a"].constructor)',
      '1:26: context.Variables["a"].constructor is not supported; no type has such a member',
    ],
    ['@("a".hasOwnProperty("x"))', '1:7: "a".hasOwnProperty is not supported; string has: Length'],
    ['@(context.Trace("x"))', '1:11: context.Trace is not supported'],
    [
      '@(context.Request.Body.As<XDocument>())',
      '1:27: As<XDocument> is not supported; types are: string, JToken, JObject, JArray',
    ],
    ['@(context.Request.Body.As())', '1:3: As needs a type, such as As<string>()'],
    ['@("a".ToLower<int>())', '1:15: ToLower<int> is not supported; it takes none'],
    ['@("a".Substring())', '1:3: Substring() is given 0 arguments; it is Substring(start, length?)'],
    ['@("a".Trim().ToUpper(1))', '1:3: ToUpper() is given 1 arguments; it is ToUpper()'],
    [
      '@(context.Request.Body.As<string>(keep: true))',
      '1:41: As() has no argument "keep"; it is As<T>(preserveContent?)',
    ],
    ['@(foo)', '1:3: "foo" is not known; an expression sees context'],
    ['@(foo.Bar)', '1:3: "foo" is not known'],
    ['@(Environment.MachineName)', '1:3: "Environment" is not known'],
    ['@(DateTime)', '1:3: "DateTime" is not known'],
    ['@(DateTime.Foo)', '1:12: DateTime.Foo is not supported; DateTime has: UtcNow'],
    ['@(Regex.Match("a", "b").Success)', '1:9: Regex.Match is not supported; Regex has: IsMatch()'],
    ['@(Regex.IsMatch("a", "(?<=x)a"))', '1:17: a pattern that RE2 does not take'],
    ['@(new Random().Next())', '1:7: new Random() is not supported; new makes: JObject'],
    ['@(Guid.NewGuid())', '1:3: "Guid" is not known'],
    ['@((XDocument)null)', '1:14: "null" where ")"'],
    ['@(1 < "a")', '1:5: "<" does not take int and string'],
    ['@(true + 1)', '1:8: "+" does not take bool and int'],
    ['@(1 && true)', '1:5: "&&" does not take int and bool'],
    ['@(!"a")', '1:4: "a" is string where true or false is needed'],
    ['@("a" ? 1 : 2)', '1:3: "a" is string where true or false is needed'],
    [
      '@(context.Request.Body.As<JObject>()["n"] > 3)',
      '1:43: ">" does not take JToken and int; cast JSON first, as in (int)token',
    ],
    ['@((int)"5")', '1:3: "5" is string, which cannot be cast to int'],
    ['@((string)5)', '1:3: 5 is int, which cannot be cast to string'],
    ['@(5["a"])', '1:4: a value of type int has no [ ]'],
    ['@(x => x)', '1:3: a lambda is supported only as an argument'],
    ['@("a".Any(true))', '1:11: Any() takes a lambda here: item => …'],
    ['@("a".Trim(x => x))', '1:12: Trim() takes no lambda here'],
    [
      '@(new [] { 1 }.Any(x => { return true; }))',
      '1:25: "{" where an expression (lambdas have no statements here) is expected',
    ],
    ['@(int.TryParse("1", 2))', '1:21: TryParse() takes "out" and a local here: out var value'],
    ['@(int.TryParse("1", out x))', '1:21: "x" is no local that was declared before'],
    ['@{ string s; return int.TryParse("1", out s); }', '1:39: a value of type int for a local of type string'],
    ['@("a".Trim(out var x))', '1:12: no method here gives a local a value'],
    ['@($"{1:X2}")', '1:8: the format "X2" is not supported; formats are D, N, F'],
    ['@($"{1,5}")', '1:7: "," where "}" (alignment is not supported) is expected'],
    ['@(DateTime.UtcNow.ToString("zzz"))', '1:28: a format of dates that is not supported'],
    [
      '@(context.Request.Body.As<JObject>().SelectToken("$..x"))',
      '1:50: a JSON path that is not supported; paths are like a.b[0].c',
    ],
    ['@(99999999999999999999)', '1:3: a number above 9223372036854775807'],
    ['@(1 +)', '1:6: ")" where a value is expected'],
    ['@(1 2)', '1:5: "2" where ")" at the end of the expression is expected'],
    ['@(1))', '1:5: ")" where the end of the expression is expected'],
    ['@("abc)', '1:3: a string that is not closed'],
    ['@("a\\q")', '1:3: an escape that C# does not have, \\q'],
    ["@('ab')", '1:3: a character literal that is not closed'],
    ['@(1 /* )', '1:4: a comment that is not closed'],
    ['@(a # b)', '1:5: an unexpected character'],
    ['@()', '1:3: ")" where a value is expected'],
    ['@(x?[0]', '1:8: the end where ")" at the end of the expression is expected'],
    ['@{ }', '1:4: the block can end without a return'],
    ['@{\n  if (true) { return 1; }\n}', '3:1: the block can end without a return'],
    ['@{ int x = "a"; return x; }', '1:12: a value of type string for a local of type int'],
    ['@{ var x = 1; var x = 2; return x; }', '1:15: there is a "x" already; another name is needed'],
    ['@{ var context = 1; return 1; }', '1:4: there is a "context" already'],
    ['@{ y = 1; return 1; }', '1:4: "y" is no local that was declared before'],
    ['@{ switch (1) { } return 1; }', '1:4: "switch" is not supported; statements are: locals, assignments, if'],
    ['@{ context.Variables["a"] = 1; return 1; }', '1:4: a statement that is none of: locals'],
    ['@{ Stream s = null; return 1; }', '1:4: the type Stream is not supported; types are: string, bool'],
    ['@{ foreach (var x in 5) { } return 1; }', '1:22: a value of type int has no items'],
    ['@{ return 1 }', '1:13: "}" where ";" after the value that is returned is expected'],
    ['@{ return 1;', '1:13: the end where "}" is expected'],
    ['@{ var x; return x; }', '1:9: ";" where "=" after a "var" is expected'],
    ['plain', '1:1: no expression: it starts with "@(" or "@{"'],
  ])('%s', (text, message) => {
    const { computed, problems } = compile(text);
    expect(computed).toBeUndefined();
    expect(problems[0]).toContain(`p.xml:${message}`);
  });

  it('has no context.Response in inbound', () => {
    expect(compile('@(context.Response.StatusCode)', 'inbound').problems).toEqual([
      'p.xml:1:11: context.Response is there in outbound only',
    ]);
    expect(compile('@(context.Response.StatusCode)', 'outbound').problems).toEqual([]);
  });

  it('tells every problem once, and none that only follows from another', () => {
    const { problems } = compile('@(context.Foo.Bar().Baz[1] + context.Api.Nope)');
    expect(problems).toHaveLength(2);
  });

  it.each([
    ['brackets', `@(${'('.repeat(5000)}1${')'.repeat(5000)})`],
    ['signs', `@(${'- '.repeat(5000)}1)`],
    ['operators', `@(1${' + 1'.repeat(5000)})`],
    ['members', `@(context${'.A'.repeat(5000)})`],
    ['conditionals', `@(${'true ? 1 : '.repeat(2000)}1)`],
    ['blocks', `@{${'{'.repeat(5000)}${'}'.repeat(5000)} return 1; }`],
    ['characters', `@("${'a'.repeat(40_000)}")`],
  ])('has too many %s', (_, text) => {
    expect(compile(text).problems).toHaveLength(1);
    expect(compile(text).problems[0]).toMatch(/: (?:more than \d+|an expression of more than)/);
  });
});
