import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Embedder } from '../../../src/core/embedder';
import { EmbedderBusyError } from '../../../src/core/errors';
import { loadOnnxEmbedder } from '../../../src/embedding/onnx/onnx-embedder';
import { dot } from '../../../src/core/dot';
import { norm } from '../../../src/embedding/onnx/pooling';
import { fetchModel } from '../../../tools/fetch/model';

async function vectorOf(embedder: Embedder, text: string): Promise<Float32Array> {
  const result = await embedder.embed(text);
  if (result.kind !== 'vector') throw new Error(result.kind);
  return result.vector;
}

describe('onnx embedder', () => {
  let modelDir: string;
  let embedder: Embedder;

  beforeAll(async () => {
    modelDir = await fetchModel();
    embedder = await loadOnnxEmbedder({ modelDir, threads: 2, maxBatch: 4, queue: 8, memoEntries: 100 });
  });
  afterAll(() => embedder.close());

  it('names the model by content and knows its size', () => {
    expect(embedder.identity).toMatch(/^all-MiniLM-L6-v2@[0-9a-f]{12}$/);
    expect(embedder.dims).toBe(384);
  });

  it('puts a paraphrase nearer than another question', async () => {
    const text = await vectorOf(embedder, 'How can I cancel my subscription?');
    const paraphrase = await vectorOf(embedder, 'What do I do to stop subscribing?');
    const other = await vectorOf(embedder, 'How can I bake my bread?');
    expect(norm(text)).toBeCloseTo(1, 5);
    expect(dot(text, paraphrase)).toBeGreaterThan(dot(text, other) + 0.2);
  });

  it('gives a text the same vector alone and in a batch of others', async () => {
    const texts = ['one', 'a few words more', 'twelve tokens are what a common question is made of, I guess'];
    const plain = await loadOnnxEmbedder({ modelDir, threads: 1, maxBatch: 8, queue: 8, memoEntries: 0 });
    try {
      const [, ...batched] = await Promise.all(['first', ...texts].map((text) => vectorOf(plain, text)));
      for (const [i, text] of texts.entries()) expect(dot(await vectorOf(plain, text), batched[i]!)).toBeCloseTo(1, 5);
    } finally {
      await plain.close();
    }
  });

  it('gives equal texts under way one vector', async () => {
    const [a, b] = await Promise.all([vectorOf(embedder, 'the same twice'), vectorOf(embedder, 'the same twice')]);
    expect(b).toBe(a);
  });

  it('refuses texts when too many wait and goes on afterwards', async () => {
    const many = Array.from({ length: 40 }, (_, i) => embedder.embed(`a text of its own, number ${i}`));
    const results = await Promise.allSettled(many);
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toHaveLength(30);
    for (const reason of refused) expect(reason).toBeInstanceOf(EmbedderBusyError);
    expect(embedder.waiting).toBe(0);
    expect((await embedder.embed('and again')).kind).toBe('vector');
  });

  it('does not even hand a huge text to a worker', async () => {
    const answer = embedder.embed('word '.repeat(1_000_000));
    expect(embedder.waiting).toBe(0);
    expect(await answer).toEqual({ kind: 'window-exceeded' });
  });

  it('survives the death of a thread, and lets the process end after close', async () => {
    const scenario = join(__dirname, 'thread-death-process.js');
    const { stdout } = await promisify(execFile)(process.execPath, [scenario, modelDir], { timeout: 30_000 });
    expect(stdout.trim().split('\n')).toEqual(['before: vector', 'lost: rejected', 'waiting: vector', 'closed']);
  });
});
