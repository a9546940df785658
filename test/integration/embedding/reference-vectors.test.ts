import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Embedder } from '../../../src/core/embedder';
import { loadOnnxEmbedder } from '../../../src/embedding/onnx/onnx-embedder';
import { dot } from '../../../src/core/dot';
import { fetchModel } from '../../../tools/fetch/model';

/** How these were made, and what was measured: test/fixtures/embedding/README.md. */
const FIXTURES = join(process.cwd(), 'test/fixtures/embedding');
const DIMS = 384;
/** [UNK] in the vocabulary of all-MiniLM-L6-v2. */
const UNKNOWN_ID = 100;

interface Cases {
  readonly texts: readonly string[];
  readonly tooLong: readonly string[];
}

async function readVectors(file: string): Promise<Float32Array[]> {
  const bytes = await readFile(join(FIXTURES, file));
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return Array.from({ length: all.length / DIMS }, (_, i) => all.slice(i * DIMS, (i + 1) * DIMS));
}

function farthest(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe('embedding against reference vectors', () => {
  let modelDir: string;
  let embedder: Embedder;
  let cases: Cases;
  /** By text; `undefined` for a text with a word outside the vocabulary. */
  let vectors: (Float32Array | undefined)[];

  beforeAll(async () => {
    modelDir = await fetchModel();
    cases = JSON.parse(await readFile(join(FIXTURES, 'texts.json'), 'utf8')) as Cases;
    embedder = await loadOnnxEmbedder({ modelDir, threads: 1, maxBatch: 4, queue: 1000, memoEntries: 0 });
    const results = await Promise.all(cases.texts.map((text) => embedder.embed(text)));
    vectors = results.map((one) => (one.kind === 'vector' ? one.vector : undefined));
  });
  afterAll(() => embedder.close());

  const known = (): [Float32Array, number][] =>
    vectors.flatMap((vector, i): [Float32Array, number][] => (vector === undefined ? [] : [[vector, i]]));

  it('cuts texts into the same tokens as the reference tokenizer', async () => {
    // Its own process: jest cannot load the tokenizer's ES module.
    const script = `const { openTokenizer } = require(${JSON.stringify(require.resolve('../../../src/onnx/tokens'))});
      const { texts, tooLong } = require(${JSON.stringify(join(FIXTURES, 'texts.json'))});
      openTokenizer(${JSON.stringify(modelDir)}, '').then(({ encode }) => {
        for (const text of [...texts, ...tooLong]) console.log(JSON.stringify(encode(text).ids));
      });`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
    const found = stdout.trim().split('\n');
    const expected = (await readFile(join(FIXTURES, 'token-ids.jsonl'), 'utf8')).trim().split('\n');
    const texts = [...cases.texts, ...cases.tooLong];
    expect(found).toHaveLength(texts.length);
    expect(texts.filter((_, i) => found[i] !== expected[i])).toEqual([]);
  });

  it('gives the vectors of the same network run by another program, within 1e-3 a component', async () => {
    const expected = await readVectors('vectors-same-file.f32');
    expect(vectors).toHaveLength(expected.length);
    expect(Math.max(...known().map(([vector, i]) => farthest(vector, expected[i]!)))).toBeLessThanOrEqual(1e-3);
  });

  it('stays near the vectors of the original fp32 weights', async () => {
    const expected = await readVectors('vectors-fp32.f32');
    const cosines = known()
      .map(([vector, i]) => dot(vector, expected[i]!))
      .sort((a, b) => a - b);
    expect(cosines[0]).toBeGreaterThan(0.99);
    expect(cosines[Math.floor(cosines.length / 2)]).toBeGreaterThan(0.999);
  });

  it('gives no vector to a text with a word outside the vocabulary, and one to every other', async () => {
    const lines = (await readFile(join(FIXTURES, 'token-ids.jsonl'), 'utf8')).trim().split('\n');
    const unknown = cases.texts.map((_, i) => (JSON.parse(lines[i]!) as number[]).includes(UNKNOWN_ID));
    expect(vectors.map((vector) => vector === undefined)).toEqual(unknown);
    expect(await embedder.embed('Translate 猫 please')).toEqual({ kind: 'unknown-words' });
  });

  it('gives no vector to a text that is longer than the window', async () => {
    for (const text of cases.tooLong) expect(await embedder.embed(text)).toEqual({ kind: 'window-exceeded' });
  });
});
