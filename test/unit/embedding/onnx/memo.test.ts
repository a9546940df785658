import type { Embedding } from '../../../../src/core/embedder';
import { memoised } from '../../../../src/embedding/onnx/memo';

function counting() {
  const asked: string[] = [];
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const embed = async (text: string): Promise<Embedding> => {
    asked.push(text);
    await gate;
    if (text === 'bad') throw new Error('no');
    return { kind: 'vector', vector: Float32Array.of(asked.length, 0) };
  };
  return {
    asked,
    embed,
    release: () => {
      release();
    },
  };
}

describe('memo', () => {
  it('lets equal texts under way share one inference, and remembers it afterwards', async () => {
    const { asked, embed, release } = counting();
    const memo = memoised(embed, 10);
    const both = [memo('a'), memo('a')];
    release();
    const [first, second] = await Promise.all(both);
    expect(second).toBe(first);
    expect(await memo('a')).toBe(first);
    expect(asked).toEqual(['a']);
  });

  it('does not remember a failure, and tells everybody who waited', async () => {
    const { asked, embed, release } = counting();
    const memo = memoised(embed, 10);
    const both = [memo('bad'), memo('bad')];
    release();
    for (const one of await Promise.allSettled(both)) expect(one.status).toBe('rejected');
    await expect(memo('bad')).rejects.toThrow('no');
    expect(asked).toEqual(['bad', 'bad']);
  });

  it.each([
    [2, ['a', 'b', 'c', 'a'], ['a', 'b', 'c', 'a']],
    [3, ['a', 'b', 'c', 'a'], ['a', 'b', 'c']],
    [0, ['a', 'a'], ['a', 'a']],
  ])('with room for %i forgets what was used longest ago', async (entries, texts, expected) => {
    const { asked, embed, release } = counting();
    release();
    const memo = memoised(embed, entries);
    for (const text of texts) await memo(text);
    expect(asked).toEqual(expected);
  });
});
