import { evaluate } from './sample-call';

/** As people write them around caching: several lines, checks for null, long ways to a value. */
const SAMPLES: readonly (readonly [name: string, text: string, value: unknown])[] = [
  [
    'the audience of a bearer token',
    `@{
      string authHeader = context.Request.Headers.GetValueOrDefault("Authorization", "");
      if (authHeader?.Length > 0)
      {
          string[] authHeaderParts = authHeader.Split(' ');
          if (authHeaderParts?.Length == 2 && authHeaderParts[0].Equals("Bearer", StringComparison.InvariantCultureIgnoreCase))
          {
              Jwt jwt;
              if (authHeaderParts[1].TryParseJwt(out jwt))
              {
                  return jwt.Claims.GetValueOrDefault("aud", "?");
              }
          }
      }
      return null;
    }`,
    'a,b',
  ],
  [
    'only what is no stream, on two paths',
    `@(!context.Request.Headers.GetValueOrDefault("Accept", "").Contains("text/event-stream")
      && (context.Request.Url.Path.EndsWith("/chat/completions") || context.Request.Url.Path.EndsWith("/responses")))`,
    false,
  ],
  [
    'whether the body asks for a stream',
    `@{
      var body = context.Request.Body?.As<JObject>(preserveContent: true);
      return body != null && body["stream"] != null && body["stream"].Value<bool>() == true;
    }`,
    true,
  ],
  [
    'subscription and path as one key',
    '@(context.Subscription?.Id + ":" + context.Request.Url.Path.ToLowerInvariant())',
    'sub-1:/v1/chat/completions',
  ],
  ['a duration by header', '@(int.Parse(context.Request.Headers.GetValueOrDefault("x-ttl", "0")) * 2)', 120n],
  ['a duration by the hour', '@(DateTime.UtcNow.Hour >= 8 && DateTime.UtcNow.Hour < 18 ? 60 : 3600)', 60n],
  ['a duration by status', '@(context.Response.StatusCode == 200 ? 300 : 0)', 300n],
  [
    'the last word of the user',
    '@((string)((JArray)context.Request.Body.As<JObject>(true)["messages"]).Last(m => (string)m["role"] == "user")["content"])',
    'Hi',
  ],
  [
    'the groups of the user',
    '@(context.User != null && context.User.Groups.Select(g => g.Id).Contains("beta") ? "beta" : "stable")',
    'beta',
  ],
  [
    'the user of basic credentials',
    '@(context.Request.Headers.GetValueOrDefault("x-basic", "").AsBasic()?.UserId ?? "anonymous")',
    'ann',
  ],
  [
    'a header of credentials',
    '@("Basic " + System.Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(context.User.Id + ":" + "pw")))',
    'Basic dTE6cHc=',
  ],
  [
    'a digit in the path',
    '@(System.Text.RegularExpressions.Regex.IsMatch(context.Request.Url.Path, @"^/v\\d+/"))',
    true,
  ],
  [
    'the tokens that an answer took',
    '@(context.Response.Body.As<JObject>(preserveContent: true)["usage"]?["total_tokens"]?.Value<int>() ?? 0)',
    7n,
  ],
];

describe('expressions as people write them', () => {
  it.each(SAMPLES)('%s', (_, text, value) => {
    expect(evaluate(text)).toEqual(value);
  });
});
