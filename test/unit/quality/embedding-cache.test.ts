import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { embedAll } from '../../../src/app/judges';
import type { Embedding } from '../../../src/core/embedder';
import { embedRemembering } from '../../../tools/quality/embedding-cache';
import { folder, type Folder } from '../../support/files';

let cache: Folder;
const before = process.env['LSC_CACHE_DIR'];
beforeEach(() => {
  cache = folder();
  process.env['LSC_CACHE_DIR'] = cache.path;
});
afterEach(() => {
  if (before === undefined) delete process.env['LSC_CACHE_DIR'];
  else process.env['LSC_CACHE_DIR'] = before;
  cache.remove();
});

/** A model whose vectors tell a text's length; it does not know long ones. */
function judges(identity = 'model@1') {
  const asked: string[] = [];
  const embed = async (text: string): Promise<Embedding> => {
    asked.push(text);
    return text.length > 5
      ? { kind: 'window-exceeded' }
      : { kind: 'vector', vector: Float32Array.of(text.length, 0.1) };
  };
  const embedder = { identity, dims: 2, waiting: 0, embed, close: async () => undefined };
  return {
    asked,
    embedder,
    embedAll: (texts: Iterable<string>) => embedAll(embedder, texts, { atOnce: 2, progress: undefined }),
  };
}

describe('remembered embeddings', () => {
  it('are the ones that the model gave, without asking it again', async () => {
    const first = judges();
    const made = await embedRemembering(first, ['one', 'much too long', 'one']);
    const second = judges();
    const remembered = await embedRemembering(second, ['much too long', 'four', 'one']);
    expect(first.asked).toEqual(['one', 'much too long']);
    expect(second.asked).toEqual(['four']);
    expect(made.get('one')).toEqual({ kind: 'vector', vector: Float32Array.of(3, 0.1) });
    expect(remembered.get('one')).toEqual(made.get('one'));
    expect(remembered.get('much too long')).toEqual({ kind: 'window-exceeded' });
    expect(remembered.get('four')).toEqual({ kind: 'vector', vector: Float32Array.of(4, 0.1) });
  });

  it('belong to a model, and hold no text', async () => {
    await embedRemembering(judges(), ['one']);
    const other = judges('model@2');
    await embedRemembering(other, ['one']);
    expect(other.asked).toEqual(['one']);
    const files = readdirSync(`${cache.path}/embeddings`);
    expect(files.sort()).toEqual(['model@1.bin', 'model@2.bin']);
    expect(readFileSync(`${cache.path}/embeddings/model@1.bin`).includes('one')).toBe(false);
  });

  it('are made anew when the file is cut off', async () => {
    await embedRemembering(judges(), ['one', 'two']);
    truncateSync(`${cache.path}/embeddings/model@1.bin`, 50);
    const again = judges();
    expect((await embedRemembering(again, ['one', 'two'])).size).toBe(2);
    expect(again.asked).toEqual(['one', 'two']);
  });
});
