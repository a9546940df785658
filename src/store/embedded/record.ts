import { hash } from 'node:crypto';
import type { CompletionForm, Usage } from '../../core/dialect';
import type { Entry, EntryHead, KeptEntry } from '../../core/entry';
import { StoreError } from '../../core/errors';

/**
 * Layout of an entry's record: version (1 byte), length of the head (u32 LE), head (JSON, UTF-8), completion body.
 * The head can be read without touching the body, which is by far the larger part. The vector has a row of its own, so
 * that a search reads vectors and nothing else.
 */
const RECORD_VERSION = 1;
const HEAD_AT = 5;

/** What a record's head holds. */
export interface StoredHead extends Omit<EntryHead, 'id' | 'tag'> {
  /** Absent in what was written before entries had tags, too. */
  readonly tag?: string;
  /** Length of the vector; 0 when there is none. Read by older releases only. */
  readonly dims: number;
  readonly form: CompletionForm;
  readonly usage?: Usage;
}

export function encodeRecord(entry: Entry): Buffer {
  const { partition, policy, dialect, model, comparedText, embedder, tag, createdAt, expiresAt, upstreamMs } = entry;
  const { form, usage, body } = entry.completion;
  const head: StoredHead = {
    ...{ partition, policy, dialect, model, comparedText, embedder, createdAt, expiresAt, upstreamMs, form },
    dims: entry.vector?.length ?? 0,
    ...(tag !== undefined && { tag }),
    ...(usage && { usage }),
  };
  const headBytes = Buffer.from(JSON.stringify(head));
  const prefix = Buffer.alloc(HEAD_AT);
  prefix.writeUInt8(RECORD_VERSION, 0);
  prefix.writeUInt32LE(headBytes.length, 1);
  return Buffer.concat([prefix, headBytes, body]);
}

/** Reads the head only; `record` may be a buffer that the next read overwrites. */
export function decodeHead(record: Buffer): StoredHead {
  const version = record.readUInt8(0);
  if (version !== RECORD_VERSION)
    throw new StoreError(`an entry has record version ${version}, which is not known here`);
  return JSON.parse(record.toString('utf8', HEAD_AT, HEAD_AT + record.readUInt32LE(1))) as StoredHead;
}

export function headOf(id: string, stored: StoredHead): EntryHead {
  const { partition, policy, dialect, model, comparedText, embedder, tag, createdAt, expiresAt, upstreamMs } = stored;
  return { id, partition, policy, dialect, model, comparedText, embedder, tag, createdAt, expiresAt, upstreamMs };
}

/** The body is a view of `record`, so `record` must be the caller's to keep. */
export function decodeEntry(id: string, record: Buffer, stored: StoredHead = decodeHead(record)): KeptEntry {
  const bodyAt = HEAD_AT + record.readUInt32LE(1);
  const body = new Uint8Array(record.buffer, record.byteOffset + bodyAt, record.length - bodyAt);
  return { ...headOf(id, stored), completion: { form: stored.form, body, usage: stored.usage } };
}

/** Layout of a vector row: expiry (f64), then the vector (f32 each), both in the byte order of the machine. */
const VECTOR_AT = 8;

export function encodeVectorRow(vector: Float32Array, expiresAt: number): Buffer {
  const row = Buffer.alloc(VECTOR_AT + vector.byteLength);
  row.writeDoubleLE(expiresAt, 0);
  row.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), VECTOR_AT);
  return row;
}

export function vectorExpiry(row: Buffer): number {
  return row.readDoubleLE(0);
}

/** Fills `into` from the row. A copy, because rows are not aligned to four bytes. */
export function copyVector(row: Buffer, into: Float32Array): Float32Array {
  new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(
    row.subarray(VECTOR_AT, VECTOR_AT + into.byteLength),
  );
  return into;
}

/**
 * Name of the space in which vectors may be compared: same embedder, same length. It is part of the vector's key, so a
 * search cannot even see a vector of another model. Empty for entries without a vector.
 */
export function spaceOf(embedder: string, dims: number): string {
  if (dims === 0) return '';
  return hash('sha256', `${dims}:${embedder}`, 'hex').slice(0, 16);
}
