import { comparePlainly, LONGEST_COMPARED, normalised, windowsOf } from '../../../src/cache/answers';
import type { Said } from '../../../src/core/dialect';

const text = (of: string): Said => ({ text: of, calls: [] });

describe('two answers, by their texts', () => {
  it.each<[string, string, string]>([
    ['same', 'Paris.', 'Paris.'],
    ['same', 'Paris.', '  paris'],
    ['same', 'It is **Paris**, of course!', 'It is Paris of course.'],
    ['same', '# Steps\n\n- Open it\n- Close it', 'Steps\nOpen it\nClose it'],
    ['same', 'He said "yes" (twice).', 'he said yes twice'],
    ['same', '{"a": 1, "b": [2]}', '{"b":[2],"a":1}'],
    ['different', '{"a": 1}', '{"a": 2}'],
    ['unclear', 'It takes 3.14 days', 'It takes 314 days'],
    ['unclear', 'It is -5', 'It is 5'],
    ['unclear', '- 5\n- 6', '5\n6'],
    ['unclear', 'if (a != b)', 'if (a = b)'],
    ['unclear', 'You can', 'You can’t'],
    ['unclear', 'It’s Paris', 'It’s Rome'],
    ['incomparable', 'Paris', ''],
    ['incomparable', 'Paris', 'a'.repeat(LONGEST_COMPARED + 1)],
  ])('are %s: %j and %j', (expected, a, b) => {
    expect(comparePlainly(text(a), text(b))).toBe(expected);
    expect(comparePlainly(text(b), text(a))).toBe(expected);
  });

  it('are the same however long they are, when they are equal', () => {
    const long = 'a '.repeat(LONGEST_COMPARED);
    expect(comparePlainly(text(long), text(`${long} `))).toBe('same');
  });

  it('are compared by the tools that they call, whatever the order of arguments', () => {
    const call = (args: object): Said => ({ text: '', calls: [{ name: 'weather', arguments: { ...args } }] });
    expect(comparePlainly(call({ city: 'Oslo', unit: 'C' }), call({ unit: 'C', city: 'Oslo' }))).toBe('same');
    expect(comparePlainly(call({ city: 'Oslo' }), call({ city: 'Turin' }))).toBe('different');
    expect(comparePlainly(call({ city: 'Oslo' }), text(''))).toBe('different');
  });

  it('keep what stands within words and numbers', () => {
    expect(normalised('`snake_case` costs $3.50, don’t it?')).toBe('snake_case costs $3.50 don’t it');
  });
});

describe('windows', () => {
  it('hold whole sentences, all of them, none of them twice', () => {
    const sentences = Array.from({ length: 40 }, (_, i) => `This is sentence number ${i}.`);
    const windows = windowsOf(sentences.join(' '));
    expect(windows.length).toBeGreaterThan(1);
    expect(windows.join(' ')).toBe(sentences.join(' '));
    expect(Math.max(...windows.map(({ length }) => length))).toBeLessThanOrEqual(500);
    expect(windows.every((window) => window.endsWith('.'))).toBe(true);
  });

  it('cut a sentence that is longer than one', () => {
    expect(windowsOf('x'.repeat(1200)).map(({ length }) => length)).toEqual([500, 500, 200]);
  });
});
