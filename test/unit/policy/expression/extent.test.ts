import { expressionEnd } from '../../../../src/policy/expression/extent';

describe('the end of an expression', () => {
  it.each([
    '@(1)',
    '@((1) + (2))',
    '@{ return 1; }',
    '@{ if (x) { return "}"; } return \'}\'; }',
    '@(")")',
    '@("\\")")',
    '@(@"a\\")',
    '@(@"a"")")',
    '@($"{")"})")',
    '@($"{x:)}")',
    '@($"{{)")',
    '@($@"\\{f(")")}"")")',
    '@(@$"{1}")',
    "@(')' + '\\'' + ')')",
    '@(1 /* ) */ + 2)',
    '@(1 // )\n + 2)',
    '@(a[")"] # ü)',
    '@(1 % 0x)',
  ])('%s', (text) => {
    expect(expressionEnd(`ab ${text} ) } "`, 3)).toBe(3 + text.length);
  });

  it.each(['@(', '@("a)', '@{ {}', '@(1 /* )', '@($"{)")', '@x', 'x(1)', '@', '', '@[1]'])(
    '%s is never closed',
    (text) => {
      expect(expressionEnd(text, 0)).toBeUndefined();
    },
  );

  it.each([
    ['open strings', '@(' + '"a\n'.repeat(200_000)],
    ['open holes', '@(' + '$"{\n'.repeat(100_000)],
    ['nested holes', '@(' + '$"{'.repeat(100_000)],
    ['comments', '@(' + '/* */'.repeat(100_000)],
    ['brackets', '@' + '('.repeat(300_000)],
    ['signs', '@(' + '#'.repeat(200_000)],
  ])('takes linear time: %s', (_, text) => {
    const started = performance.now();
    expect(expressionEnd(text, 0)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
