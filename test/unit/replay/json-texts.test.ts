import { jsonTexts } from '../../../src/replay/json-texts';

async function split(text: string, { piece = 7, most = 1000 } = {}): Promise<readonly unknown[]> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const found: unknown[] = [];
  for await (const { number, text: each } of jsonTexts(pieces(), most)) found.push([number, each]);
  return found;
}

describe.each([1, 2, 7, 1000])('in pieces of %d bytes', (piece) => {
  it('lines are numbered, blank ones are left out', async () => {
    expect(await split('\uFEFF{"a": 1}\n\n{"b": "ü"}\r\n{"c"', { piece })).toEqual([
      [1, '{"a": 1}'],
      [3, '{"b": "ü"}\r'],
      [4, '{"c"'],
    ]);
  });

  it('an array is its objects, whatever is in their texts', async () => {
    const objects = ['{"a": {"b": "}{]["}}', '{"c": "\\"}\\\\"}', '{\n"d": [{}, {"e": 1}]\n}'];
    expect(await split(`\n [${objects.join(' ,\n')}]\n`, { piece })).toEqual(objects.map((each, i) => [i + 1, each]));
  });
});

it('a text that is too long is told, and what follows it is read', async () => {
  const long = `{"a": "${'x'.repeat(100)}"}`;
  expect(await split(`${long}\n{"b": 1}`, { most: 50 })).toEqual([
    [1, undefined],
    [2, '{"b": 1}'],
  ]);
  expect(await split(`[${long}, {"b": 1}]`, { most: 50 })).toEqual([
    [1, undefined],
    [2, '{"b": 1}'],
  ]);
});

it('what is not UTF-8 is told', async () => {
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from([0x7b, 0xff, 0x7d, 0x0a, 0x7b, 0x7d]);
  }
  const found: unknown[] = [];
  for await (const each of jsonTexts(pieces(), 100)) found.push(each);
  expect(found).toEqual([
    { number: 1, text: undefined },
    { number: 2, text: '{}' },
  ]);
});

it.each([
  ['[{"a": 1}', 'the array ends in the middle, after element 1'],
  ['[{"a": 1', 'the array ends in the middle, after element 0'],
  ['[1, 2]', 'element 1: must be an object'],
  ['[{}] {}', 'something follows the array; must be one array, or an object a line'],
])('%s is no array of objects', async (text, message) => {
  await expect(split(text)).rejects.toThrow(message);
});

it('blank lines before the first count', async () => {
  expect(await split('\n\n\n\n\n\n\n\n\n{}', { piece: 2 })).toEqual([[10, '{}']]);
});

it('nothing is nothing', async () => {
  expect(await split('')).toEqual([]);
  expect(await split(' \n\n')).toEqual([]);
});
