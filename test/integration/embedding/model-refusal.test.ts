import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelError } from '../../../src/core/errors';
import { loadOnnxEmbedder } from '../../../src/embedding/onnx/onnx-embedder';
import { fetchModel } from '../../../tools/fetch/model';

interface TokenizerFile {
  model: { vocab: Record<string, number> };
}

const config = (change: object) => async (dir: string) => {
  const path = join(dir, 'semantic-model.json');
  await writeFile(path, JSON.stringify({ ...(JSON.parse(await readFile(path, 'utf8')) as object), ...change }));
};

const vocabulary = (change: (vocab: Record<string, number>) => Record<string, number>) => async (dir: string) => {
  const path = join(dir, 'tokenizer.json');
  const file = JSON.parse(await readFile(path, 'utf8')) as TokenizerFile;
  file.model.vocab = change(file.model.vocab);
  await writeFile(path, JSON.stringify(file));
};

/** The words of another model of the same size: each whole word gets its neighbour's id. */
function rotated(vocab: Record<string, number>): Record<string, number> {
  const words = Object.keys(vocab).filter((word) => /^[a-z#]+$/.test(word));
  const ids = words.map((word) => vocab[word]!);
  return { ...vocab, ...Object.fromEntries(words.map((word, i) => [word, ids[(i + 5000) % ids.length]!])) };
}

describe('a model that cannot be used is refused at the start', () => {
  let whole: string;
  let root: string;
  let made = 0;

  beforeAll(async () => {
    whole = await fetchModel();
    root = await mkdtemp(join(tmpdir(), 'model-refusal-'));
  });
  afterAll(() => rm(root, { recursive: true }));

  async function copy(): Promise<string> {
    const dir = join(root, String(made++));
    await mkdir(dir);
    for (const file of ['model.onnx', 'tokenizer.json', 'semantic-model.json']) {
      await copyFile(join(whole, file), join(dir, file));
    }
    return dir;
  }

  it.each<[string, (dir: string) => Promise<unknown>, RegExp]>([
    ['no folder', (dir) => rm(dir, { recursive: true }), /has no model\.onnx.*npm run fetch-model.*embedding\.model/],
    ['no tokenizer', (dir) => rm(join(dir, 'tokenizer.json')), /has no tokenizer\.json/],
    ['no config', (dir) => rm(join(dir, 'semantic-model.json')), /has no semantic-model\.json/],
    ['an empty network', (dir) => truncate(join(dir, 'model.onnx'), 0), /has no model\.onnx/],
    ['a network cut short', (dir) => truncate(join(dir, 'model.onnx'), 10_000_000), /cannot be loaded.*cut short/],
    ['a network that is none', (dir) => writeFile(join(dir, 'model.onnx'), 'not a network'), /cannot be loaded/],
    ['a broken tokenizer', (dir) => writeFile(join(dir, 'tokenizer.json'), '{"model":{}}'), /not a usable tokenizer/],
    ['config that is not JSON', (dir) => writeFile(join(dir, 'semantic-model.json'), '{'), /is not JSON/],
    ['config with an unknown field', config({ dimensions: 384 }), /dimensions/],
    ['config with a wrong value', config({ pooling: 'max' }), /pooling/],
    ['other dims', config({ dims: 768 }), /gives vectors of 384 numbers, its config says 768/],
    ['a window beyond the network', config({ window: 1024 }), /cannot take the 1024 tokens/],
    ['no scaling to unit length', config({ normalize: false }), /unit vectors/],
    ['a larger vocabulary', vocabulary((vocab) => ({ ...vocab, wordthatisnotthere: 50_264 })), /knows fewer tokens/],
    [
      'a smaller vocabulary',
      vocabulary((vocab) => Object.fromEntries(Object.entries(vocab).filter(([, id]) => id < 28_996))),
      /knows many more tokens/,
    ],
    ['another vocabulary of the same size', vocabulary(rotated), /does not tell a paraphrase/],
  ])('%s', async (_, spoil, message) => {
    const dir = await copy();
    await spoil(dir);
    const refusal = loadOnnxEmbedder({ modelDir: dir, threads: 1, maxBatch: 1, queue: 1, memoEntries: 0 });
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toBeInstanceOf(ModelError);
  });
});
