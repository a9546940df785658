import fc from 'fast-check';
import { parseDownwardApi } from '../../../../src/config/annotations/downward-api';
import { downwardApiFile } from '../../../support/downward-api';

const XML =
  '<policies>\n\t<inbound>\n\t\t<base />\n\t\t<llm-semantic-cache-lookup score-threshold="0.05" />\n\t</inbound>\n</policies>\n';

function annotations(text: string): Record<string, string> {
  const parsed = parseDownwardApi(text);
  if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
  return Object.fromEntries(parsed.annotations);
}

function problems(text: string): readonly string[] {
  const parsed = parseDownwardApi(text);
  return 'problems' in parsed ? parsed.problems : [];
}

describe('parseDownwardApi', () => {
  it.each([
    ['an empty file', '', {}],
    ['a file of one line feed', '\n', {}],
    ['one annotation', 'a="1"', { a: '1' }],
    ['a line feed at the end', 'a="1"\nb="2"\n', { a: '1', b: '2' }],
    ['an empty value', 'a=""', { a: '' }],
    ['a key with a prefix', 'kubernetes.io/config.source="api"', { 'kubernetes.io/config.source': 'api' }],
    ['equals signs and quotes in the value', String.raw`a="b=\"c\""`, { a: 'b="c"' }],
  ])('reads %s', (_, text, expected) => {
    expect(annotations(text)).toEqual(expected);
  });

  it.each([
    [String.raw`\a\b\f\n\r\t\v`, '\x07\b\f\n\r\t\v'],
    [String.raw`\\`, '\\'],
    [String.raw`\\n`, '\\n'],
    [String.raw`\\\n`, '\\\n'],
    [String.raw`\"`, '"'],
    [String.raw`\x00\x1b\x7f`, '\0\x1b\x7f'],
    [String.raw`\x41`, 'A'],
    [String.raw`\\x41`, '\\x41'],
    [String.raw`\u00a0\u2028\ufeff`, '\u00a0\u2028\ufeff'],
    [String.raw`\u00A0`, '\u00a0'],
    [String.raw`\U0001f6001`, '😀1'],
    [String.raw`\U0010ffff`, '\u{10ffff}'],
    [String.raw`\xe2\x82\xac`, '€'],
    ['Grüße, 世界 😀', 'Grüße, 世界 😀'],
    ['a\u2028b\u0085c', 'a\u2028b\u0085c'],
    ['__proto__', '__proto__'],
  ])('reads %j as Go does', (escaped, value) => {
    expect(annotations(`a="${escaped}"`)).toEqual({ a: value });
  });

  it.each([
    ['an unknown letter', String.raw`\q`],
    ['the quote of Go character literals', String.raw`\'`],
    ['an octal escape', String.raw`\101`],
    ['too few digits after x', String.raw`\x4`],
    ['too few digits after u', String.raw`\u12`],
    ['too few digits after U', String.raw`\U0001f60`],
    ['digits that are none', String.raw`\xzz`],
    ['half a surrogate pair', String.raw`\ud83d`],
    ['both halves of a surrogate pair', String.raw`\ud83d\ude00`],
    ['a code beyond Unicode', String.raw`\U00110000`],
    ['a byte that is no UTF-8', String.raw`\xff`],
    ['a cut UTF-8 sequence', String.raw`\xe2\x82`],
    ['a quote that is not escaped', 'a"b'],
    ['a backslash at the end', 'a\\'],
  ])('refuses %s, without showing the value', (_, escaped) => {
    expect(problems(`a="1"\nb="${escaped}"`)).toEqual([
      'the annotations file, line 2: b: the value holds a quote that is not escaped, an escape that Go does not write, or no valid UTF-8',
    ]);
  });

  it.each([
    ['no value', 'a'],
    ['no quotes', 'a=1'],
    ['one quote', 'a="'],
    ['no end', 'a="1'],
    ['no key', '="1"'],
    ['something after the value', 'a="1" '],
    ['a carriage return', 'a="1"\r'],
    ['a space in the key', 'a b="1"'],
    ['an empty line', '\nb="2"'],
  ])('refuses a line with %s', (_, line) => {
    expect(problems(line)).toEqual([
      'the annotations file, line 1: must be key="value", as the kubelet writes annotations into a volume',
    ]);
  });

  it('names every wrong line, and a key that is there twice', () => {
    expect(problems('a="1"\n?\na="2"\nb=1')).toEqual([
      expect.stringMatching(/^the annotations file, line 2: must be/),
      'the annotations file, line 3: a is there already',
      expect.stringMatching(/^the annotations file, line 4: must be/),
    ]);
  });

  it('reads names of what objects have like any other', () => {
    const parsed = parseDownwardApi('__proto__="1"\nconstructor="2"\ntoString="3"');
    expect('annotations' in parsed && [...parsed.annotations]).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['toString', '3'],
    ]);
  });

  it('reads a whole document back', () => {
    expect(annotations(downwardApiFile({ a: '1', xml: XML, z: '' }))).toEqual({ a: '1', xml: XML, z: '' });
  });

  it('takes 1 MiB and no more', () => {
    const frame = 'a=""'.length;
    expect(annotations(`a="${'x'.repeat(2 ** 20 - frame)}"`)['a']).toHaveLength(2 ** 20 - frame);
    expect(problems(`a="${'x'.repeat(2 ** 20 - frame + 1)}"`)).toEqual([
      'the annotations file: has 1048577 bytes; must have at most 1048576',
    ]);
  });

  it('gives back any annotations that Go has written', () => {
    const key = fc.stringMatching(/^[a-zA-Z0-9._/-]{1,40}$/);
    const value = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 20 }), (entries) => {
        const given = new Map(entries);
        const parsed = parseDownwardApi(downwardApiFile(given));
        expect('annotations' in parsed && new Map([...parsed.annotations].sort())).toEqual(new Map([...given].sort()));
      }),
    );
  });

  it('neither throws nor hangs on any text', () => {
    const piece = fc.constantFrom('a', '=', '"', '\\', 'x', 'u', 'U', '0', 'f', '\n', 'ü', '="', '\\x', '\\u');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const parsed = parseDownwardApi(pieces.join(''));
        expect('annotations' in parsed || parsed.problems.length > 0).toBe(true);
      }),
    );
  });
});
