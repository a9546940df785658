import { StoreError } from '../../../../src/core/errors';
import {
  copyVector,
  decodeEntry,
  decodeHead,
  encodeRecord,
  encodeVectorRow,
  headOf,
  spaceOf,
  vectorExpiry,
} from '../../../../src/store/embedded/record';
import { DIMS, entryOf, headOf as headOfEntry, keptOf, unitVector } from '../../../contract/entry-store';

describe('an entry record', () => {
  it('carries version, embedder and dims, and the head without the body', () => {
    const entry = entryOf();
    const record = encodeRecord(entry);
    expect(record[0]).toBe(1);
    const headOnly = record.subarray(0, record.length - entry.completion.body.length);
    expect(decodeHead(headOnly)).toMatchObject({
      embedder: entry.embedder,
      dims: DIMS,
      comparedText: entry.comparedText,
    });
  });

  it('gives the body as a view, not as a copy', () => {
    const entry = entryOf();
    const record = encodeRecord(entry);
    const decoded = decodeEntry(entry.id, record);
    expect(decoded).toEqual(keptOf(entry));
    expect(decoded.completion.body.buffer).toBe(record.buffer);
  });

  it('written before entries had tags is read as one without', () => {
    const tagged = entryOf({ tag: 'curated' });
    const untagged = entryOf();
    expect(headOf(tagged.id, decodeHead(encodeRecord(tagged)))).toEqual(headOfEntry(tagged));
    const record = encodeRecord(untagged);
    expect(record.includes('"tag"')).toBe(false);
    expect(headOf(untagged.id, decodeHead(record))).toStrictEqual(headOfEntry(untagged));
  });

  it('of an unknown version is refused', () => {
    const record = encodeRecord(entryOf());
    record[0] = 2;
    expect(() => decodeHead(record)).toThrow(StoreError);
  });
});

describe('a vector row', () => {
  it('gives back expiry and vector, whatever its alignment', () => {
    const vector = unitVector(3);
    const row = encodeVectorRow(vector, 1_800_000_000_123);
    const shifted = Buffer.alloc(row.length + 1);
    shifted.set(row, 1);
    expect(vectorExpiry(shifted.subarray(1))).toBe(1_800_000_000_123);
    expect(copyVector(shifted.subarray(1), new Float32Array(DIMS))).toEqual(vector);
  });

  it.each([
    ['the embedder', spaceOf('a', 384), spaceOf('b', 384)],
    ['the dimensions', spaceOf('a', 384), spaceOf('a', 38)],
    ['a digit that moves between both', spaceOf('4:a', 38), spaceOf('a', 384)],
  ])('lies in another space when %s differs', (_, one, other) => {
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[0-9a-f]{16}$/);
  });

  it('has no space without a vector', () => {
    expect(spaceOf('a', 0)).toBe('');
  });
});
