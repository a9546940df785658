import { parseStrictJson, parseStrictText } from '../../../../src/dialects/shared/strict-json';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('strict JSON', () => {
  it.each([
    ['an object', '{"a":[1,"b",null,true,{"c":{}}]}'],
    ['keys that look alike in different objects', '{"a":{"a":[{"a":1},{"a":2}]}}'],
    ['colons, quotes and backslashes inside strings', String.raw`{"a\"":"b\": \\","c\\":"\"x\":1","d":"\\\\\""}`],
    ['white space around the colon', '{ "a" \n\t: 1 , "b":"c" }'],
    ['escaped surrogate pairs', String.raw`"\ud83d\ude00"`],
    ['integers as long as a double holds', '[9007199254740991,-9007199254740991,0.12345678901234567,1.5e10]'],
    ['long digits inside a string', '"12345678901234567890"'],
    ['64 levels', nested(64)],
  ])('takes %s', (_, text) => {
    expect(parseStrictText(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it.each([
    ['a key twice', '{"a":1,"a":1}', 'duplicate keys'],
    ['a key twice, once escaped', String.raw`{"a":1,"\u0061":2}`, 'duplicate keys'],
    ['a key twice deep inside', '[{"x":{"k" :[],"k"\n:[]}}]', 'duplicate keys'],
    ['__proto__ twice', '{"__proto__":{},"__proto__":{}}', 'duplicate keys'],
    ['65 levels', nested(65), 'nested too deeply'],
    ['hundred thousands of levels', nested(300_000), 'nested too deeply'],
    ['an integer that a double rounds', '{"seed":9007199254740993}', 'a number that a double cannot hold'],
    ['a number beyond all doubles', '[1e999]', 'a number that a double cannot hold'],
    ['a trailing comma', '[1,]', 'not JSON'],
    ['nothing', '', 'not JSON'],
    ['two documents', '{} {}', 'not JSON'],
  ])('refuses %s', (_, text, fault) => {
    expect(parseStrictText(text)).toEqual({ ok: false, fault });
  });

  it.each([
    ['a byte order mark', Buffer.from('\ufeff{}'), 'not JSON'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not UTF-8'],
    ['a character cut in half', Buffer.from('"é"').subarray(0, 2), 'not UTF-8'],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'not UTF-8'],
  ])('refuses %s', (_, body, fault) => {
    expect(parseStrictJson(body)).toEqual({ ok: false, fault });
  });

  it('keeps __proto__ an ordinary key', () => {
    const parsed = parseStrictText('{"__proto__":{"polluted":true}}');
    expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['one plain string', JSON.stringify({ a: 'x'.repeat(4_000_000) })],
    ['one string of escapes', JSON.stringify({ a: '\\"'.repeat(1_000_000) })],
    ['very many short strings', JSON.stringify(Array.from({ length: 500_000 }, () => '\\'))],
  ])('reads megabytes in linear time: %s', (_, text) => {
    const started = performance.now();
    expect(parseStrictText(text).ok).toBe(true);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
