import { embedAll } from '../../../src/app/judges';
import type { Embedding } from '../../../src/core/embedder';

describe('embedding many texts', () => {
  it('takes each distinct one once, the shortest first, so many at once, and tells how far it is', async () => {
    const asked: string[] = [];
    const done: string[] = [];
    let underWay = 0;
    let most = 0;
    const embedder = {
      async embed(text: string): Promise<Embedding> {
        asked.push(text);
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise(setImmediate);
        underWay -= 1;
        return { kind: 'vector', vector: Float32Array.of(text.length) };
      },
    };
    const texts = ['ccc', 'a', 'bb', 'a', 'dddd', 'bb'];
    const found = await embedAll(embedder, texts, {
      atOnce: 2,
      progress: (count, total) => void done.push(`${count}/${total}`),
    });
    expect(asked).toEqual(['a', 'bb', 'ccc', 'dddd']);
    expect(most).toBe(2);
    expect(done).toEqual(['1/4', '2/4', '3/4', '4/4']);
    expect(found.get('ccc')).toEqual({ kind: 'vector', vector: Float32Array.of(3) });
  });

  it('fails with the first text that does', async () => {
    const embedder = { embed: (text: string) => Promise.reject(new Error(`cannot: ${text}`)) };
    await expect(embedAll(embedder, ['a', 'bb'], { atOnce: 1, progress: undefined })).rejects.toThrow('cannot: a');
  });
});
