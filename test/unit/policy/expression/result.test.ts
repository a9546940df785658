import { PolicyFault } from '../../../../src/core/errors';
import { toBool, toSeconds, toText } from '../../../../src/policy/expression/result';
import { evaluate } from './sample-call';

describe('a value as text', () => {
  it.each<[string, string | null]>([
    ['null', null],
    ['true', 'True'],
    ['5', '5'],
    ['1.50', '1.5'],
    ["'c'", 'c'],
    ['JToken.Parse("{\\"a\\":1}")["a"]', '1'],
    ['JToken.Parse("{\\"a\\":true}")["a"]', 'True'],
    ['JToken.Parse("[1]")', '[\n  1\n]'],
    [
      'context.Request.OriginalUrl',
      'https://api.example.com:8443/v1/chat/completions?api-version=2024-10-21&tag=a&tag=b%20c',
    ],
    ['DayOfWeek.Friday', 'Friday'],
  ])('%s', (text, expected) => {
    expect(toText(evaluate(`@(${text})`))).toBe(expected);
  });

  it('is a fault for what has none', () => {
    expect(() => toText(evaluate('@(context.Request)'))).toThrow(PolicyFault);
    expect(() => toText(evaluate('@("a".Split())'))).toThrow(PolicyFault);
  });
});

describe('a value as a condition', () => {
  it('is true or false', () => {
    expect([toBool(true), toBool(false)]).toEqual([true, false]);
  });
  it.each(['true', 1n, null, 0, {}])('%p is none', (value) => {
    expect(() => toBool(value)).toThrow(PolicyFault);
  });
});

describe('a value as seconds', () => {
  it.each<[unknown, number]>([
    [60n, 60],
    [60, 60],
    ['60', 60],
    [' 60 ', 60],
    [0n, 0],
    [-1n, -1],
  ])('%p', (value, seconds) => {
    expect(toSeconds(value)).toBe(seconds);
  });
  it('takes a number of JSON', () => {
    expect(toSeconds(evaluate('@(context.Request.Body.As<JObject>()["max_tokens"])'))).toBe(100);
  });
  it.each(['', '1.5', 'abc', '1e3', 1.5, true, null, Number.NaN])('%p is none', (value) => {
    expect(() => toSeconds(value)).toThrow(PolicyFault);
  });
});
