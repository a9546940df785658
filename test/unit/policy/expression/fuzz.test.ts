import { PolicyFault } from '../../../../src/core/errors';
import fc from 'fast-check';
import { expressionEnd } from '../../../../src/policy/expression/extent';
import { compile, sampleCall } from './sample-call';

const SEEDS = [
  '@(context.Request.Headers.GetValueOrDefault("x-ttl","60") == "0" ? 0 : 60)',
  '@(context.Subscription?.Id ?? context.Request.IpAddress)',
  '@{ var b = context.Request.Body.As<JObject>(preserveContent: true); if (b["stream"] != null && (bool)b["stream"]) { return "s"; } return b.Value<int>("max_tokens"); }',
  '@(context.Request.Body.As<JObject>(true)["messages"].Where(m => (string)m["role"] == "user").Select(m => m["content"].ToString()).Last())',
  '@($"{context.Api.Id}-{DateTime.UtcNow:yyyy-MM-dd}-{5:D3}" + @"a""b" + \'c\')',
  '@{ var s = ""; for (int i = 0; i < 10; i++) { if (i % 2 == 0) continue; s += i; } foreach (var g in context.User.Groups) s += g.Name; return s; }',
  '@(Regex.IsMatch(context.Request.Url.Path, "^/v[0-9]+/(a|b)*", RegexOptions.IgnoreCase))',
  '@(new JObject(new JProperty("a", 1), new JProperty("__proto__", new JArray("x", 2))).ToString())',
  '@(context.Request.Headers["Authorization"][0].Split(\' \')[1].AsJwt().Claims["roles"].Contains("reader"))',
  '@(string.Format("{0}-{1}", Math.Max(1, 2.5), (int)3.7) + "abc".PadLeft(5, \'0\').Replace("a", "bb").Substring(1, 2))',
  '@{ Jwt jwt; if (context.Request.Headers.TryGetValue("Authorization", out var v) && v[0].Split(\' \')[1].TryParseJwt(out jwt)) { return jwt.Subject; } return new List<string> { "a" }[0]; }',
];
const PIECES = [
  ...[
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '$"',
    '@"',
    '?.',
    '??',
    '?',
    ':',
    '=>',
    ';',
    ',',
    '.',
    '!',
    '-',
    '+',
    '*',
    '/',
    '%',
  ],
  ...[
    ' == ',
    ' && ',
    ' as ',
    ' is ',
    '(int)',
    '(string)',
    '(JObject)',
    'null',
    'true',
    '1',
    '9223372036854775807',
    '0.5',
    '"x"',
  ],
  ...[
    'context',
    '.ToString()',
    '.Length',
    '["__proto__"]',
    '.constructor',
    '.Select(x => x)',
    '.PadLeft(99999)',
    '.First()',
    '[0]',
  ],
  ...[
    'while (true) ',
    'return ',
    'var x = ',
    'new ',
    '/*',
    '*/',
    '//',
    '\n',
    '\\',
    '\0',
    '\ud800',
    '€',
    '{0:D99}',
    'x',
  ],
];

const mutation = fc.record({ at: fc.nat(), length: fc.nat(12), piece: fc.constantFrom('', ...PIECES, ...SEEDS) });
const mutated = fc.tuple(fc.constantFrom(...SEEDS), fc.array(mutation, { maxLength: 6 })).map(([seed, mutations]) =>
  mutations.reduce((text, { at, length, piece }) => {
    const start = 2 + (at % Math.max(1, text.length - 2));
    return text.slice(0, start) + piece + text.slice(start + length);
  }, seed),
);

/** Compiles and runs it once. @returns milliseconds */
function attempt(text: string, seen: { compiled: number; faults: number }): number {
  const started = performance.now();
  const { computed, problems } = compile(text);
  expressionEnd(text, 0);
  expect(computed === undefined).toBe(problems.length > 0);
  try {
    computed?.of(sampleCall());
    seen.compiled += computed ? 1 : 0;
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyFault);
    seen.faults++;
  }
  return performance.now() - started;
}

describe('mutated expressions', () => {
  it('are refused or evaluated, in time, and change nothing outside', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    const seen = { compiled: 0, faults: 0 };
    fc.assert(
      fc.property(mutated, (text) => {
        // What is slow a second time, too, was not merely kept waiting by the machine.
        if (attempt(text, seen) >= 50) expect(Math.min(attempt(text, seen), attempt(text, seen))).toBeLessThan(50);
      }),
      { numRuns: 20_000, interruptAfterTimeLimit: 2000, markInterruptAsFailure: false },
    );
    expect(seen.compiled).toBeGreaterThan(100);
    expect(seen.faults).toBeGreaterThan(5);
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  });
});
