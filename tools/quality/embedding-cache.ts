import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Judges } from '../../src/app/judges';
import type { Embedding } from '../../src/core/embedder';
import { cacheRoot } from '../fetch/cache';

const KINDS = ['vector', 'window-exceeded', 'unknown-words'] as const satisfies readonly Embedding['kind'][];
const HASH_BYTES = 32;
const KIND_BYTES = 4;
const FLOAT_BYTES = 4;
/** A run that is broken off loses no more than these. */
const SAVED_AT_ONCE = 4000;

/** Embeddings by the hash of their text. */
type Known = Map<string, Embedding>;

/**
 * Embeds as the judges do, and remembers it in the user's cache by model: a second run takes seconds. Each record is the text's SHA-256,
 * the kind, and the vector (zeros where there is none); texts are not kept.
 */
export async function embedRemembering(
  judges: Pick<Judges, 'embedder' | 'embedAll'>,
  texts: Iterable<string>,
): Promise<ReadonlyMap<string, Embedding>> {
  const { identity, dims } = judges.embedder;
  const file = join(cacheRoot(), 'embeddings', `${identity}.bin`);
  const known = await read(file, dims);
  const distinct = [...new Set(texts)];
  const fresh = distinct.filter((text) => !known.has(hashOf(text)));
  for (let at = 0; at < fresh.length; at += SAVED_AT_ONCE) {
    process.stderr.write(`embedding ${fresh.length} texts, ${at} done …\n`);
    const some = await judges.embedAll(fresh.slice(at, at + SAVED_AT_ONCE));
    for (const [text, embedding] of some) known.set(hashOf(text), embedding);
    await write(file, known, dims);
  }
  return new Map(
    distinct.flatMap((text) => {
      const embedding = known.get(hashOf(text));
      return embedding === undefined ? [] : [[text, embedding] as const];
    }),
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Nothing when the file is absent or of another form. */
async function read(file: string, dims: number): Promise<Known> {
  const known: Known = new Map();
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const size = HASH_BYTES + KIND_BYTES + dims * FLOAT_BYTES;
  if (bytes.length % size !== 0) return known;
  for (let at = 0; at < bytes.length; at += size) {
    const kind = KINDS[bytes.readUInt32LE(at + HASH_BYTES)];
    const start = bytes.byteOffset + at + HASH_BYTES + KIND_BYTES;
    const vector = new Float32Array(bytes.buffer.slice(start, start + dims * FLOAT_BYTES));
    const hash = bytes.toString('hex', at, at + HASH_BYTES);
    if (kind !== undefined) known.set(hash, kind === 'vector' ? { kind, vector } : { kind });
  }
  return known;
}

/** By one rename: whoever reads meanwhile sees the old one or the new one. */
async function write(file: string, known: Known, dims: number): Promise<void> {
  const records = [...known].map(([hash, embedding]) => {
    const record = Buffer.alloc(HASH_BYTES + KIND_BYTES + dims * FLOAT_BYTES);
    record.write(hash, 0, 'hex');
    record.writeUInt32LE(KINDS.indexOf(embedding.kind), HASH_BYTES);
    if (embedding.kind === 'vector') Buffer.from(embedding.vector.slice().buffer).copy(record, HASH_BYTES + KIND_BYTES);
    return record;
  });
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(`${file}.${process.pid}`, Buffer.concat(records));
  await rename(`${file}.${process.pid}`, file);
}
