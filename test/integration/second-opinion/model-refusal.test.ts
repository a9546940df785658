import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../../../src/core/errors';
import { loadOnnxEmbedder } from '../../../src/embedding/onnx/onnx-embedder';
import { loadSecondOpinion } from '../../../src/second-opinion/onnx-second-opinion';
import { fetchModel } from '../../../tools/fetch/model';
import { folder, type Folder } from '../../support/files';
import { QUESTION_WORDS, writePairModel } from '../../support/pair-model';

interface TokenizerFile {
  post_processor: unknown;
  model: { vocab: Record<string, number> };
}

type Spoil = (dir: string) => Promise<unknown>;

const changed =
  (file: string, change: (content: object) => object): Spoil =>
  async (dir) => {
    const path = join(dir, file);
    await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')) as object)));
  };
const config = (change: object): Spoil => changed('semantic-model.json', (content) => ({ ...content, ...change }));
const tokenizer = (change: (file: TokenizerFile) => unknown): Spoil =>
  changed('tokenizer.json', (content) => {
    change(content as TokenizerFile);
    return content;
  });

const SIGMOID = { labels: ['same'], same: 'same', activation: 'sigmoid' };

describe('a model of the second opinion that cannot be used is refused at the start', () => {
  let scratch: Folder;
  let made = 0;
  beforeAll(() => (scratch = folder()));
  afterAll(() => {
    scratch.remove();
  });
  const whole = (): Promise<string> => writePairModel(join(scratch.path, String(made++)), QUESTION_WORDS);

  it.each<[string, Spoil, RegExp]>([
    ['no folder', (dir) => rm(dir, { recursive: true }), /second opinion at .* has no model\.onnx.*verify\.model/],
    ['no tokenizer', (dir) => rm(join(dir, 'tokenizer.json')), /has no tokenizer\.json/],
    [
      'a network that is none',
      (dir) => writeFile(join(dir, 'model.onnx'), 'not a network'),
      /cannot be loaded.*verify/,
    ],
    ['no task', config({ task: undefined }), /has no task: this is no model of the second opinion/],
    ['another task', config({ task: 'rank' }), /has task "rank"/],
    ['no threshold', config({ threshold: undefined }), /threshold/],
    ['an unknown label', config({ output: { ...SIGMOID, same: 'equal' } }), /must be one of same, or its place.*same/s],
    ['a place beyond the labels', config({ output: { ...SIGMOID, same: 1 } }), /must be one of same, or its place/],
    ['softmax of one label', config({ output: { ...SIGMOID, activation: 'softmax' } }), /always 1: sigmoid/],
    ['labels twice', config({ output: { ...SIGMOID, labels: ['same', 'same'] } }), /must differ/],
    ['more labels', config({ output: { ...SIGMOID, labels: ['same', 'other'] } }), /gives 1 numbers a pair.* 2 labels/],
    ['a probe that it gets wrong', config({ probe: { text: 'a', near: 'text', far: 'a' } }), /does not tell the pairs/],
    ['a probe that it cannot read', config({ probe: { text: 'a', near: '猫', far: 'a' } }), /read the probe.*unknown/],
    ['a larger vocabulary', tokenizer(({ model }) => (model.vocab['wordthatisnotthere'] = 99)), /knows fewer tokens/],
    [
      'a tokenizer of single texts',
      tokenizer((file) => (file.post_processor = { type: 'ByteLevel' })),
      /does not join/,
    ],
  ])('%s', async (_, spoil, message) => {
    const modelDir = await whole();
    await spoil(modelDir);
    const refusal = loadSecondOpinion({ modelDir, threads: 1, queue: 1 });
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toBeInstanceOf(ModelError);
  });

  it('an embedding model; and its own is none for embedding', async () => {
    const refusal = loadSecondOpinion({ modelDir: await fetchModel(), threads: 1, queue: 1 });
    await expect(refusal).rejects.toThrow(
      /has no task: this is no model of the second opinion.*docs\/second-opinion\.md/,
    );
    const embedding = loadOnnxEmbedder({ modelDir: await whole(), threads: 1, maxBatch: 1, queue: 1, memoEntries: 0 });
    await expect(embedding).rejects.toThrow(/task "same-question": this is no embedding model.*npm run fetch-model/);
  });

  it('an embedding network that is called one, for it gives vectors of tokens', async () => {
    const modelDir = await whole();
    for (const file of ['model.onnx', 'tokenizer.json'])
      await copyFile(join(await fetchModel(), file), join(modelDir, file));
    const refusal = loadSecondOpinion({ modelDir, threads: 1, queue: 1 });
    await expect(refusal).rejects.toThrow(/gives rows of \d+ × 384 numbers a pair, its config has 1 labels/);
  });
});
