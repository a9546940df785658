import type { CompletionForm, Usage } from '../../core/dialect';
import type { Candidate, Entry, EntryHead, KeptEntry } from '../../core/entry';

/** An entry as a document; its `_id` is the entry's id, its routing the partition. */
export interface EntryDocument extends HeadFields {
  readonly form: CompletionForm;
  /** Base64. */
  readonly body: string;
  readonly usage?: Usage;
  /** What the entry counts against a bound. */
  readonly bytes: number;
  readonly vector?: readonly number[];
}

interface HeadFields {
  readonly partition: string;
  readonly policy: string;
  readonly dialect: string;
  readonly model: string;
  readonly text: string;
  readonly embedder: string;
  readonly tag?: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly upstream_ms: number;
}

/** Fields of the document that are read, vectors never: they are four fifths of a small one. */
export const HEAD_FIELDS = [
  'partition',
  'policy',
  'dialect',
  'model',
  'text',
  'embedder',
  'tag',
  'created_at',
  'expires_at',
  'upstream_ms',
] as const satisfies (keyof HeadFields)[];
export const KEPT_FIELDS = [...HEAD_FIELDS, 'form', 'body', 'usage'] as const;
export const CANDIDATE_FIELDS = ['partition', 'text', 'embedder', 'created_at', 'expires_at'] as const;

/** Id, routing and field names, roughly. */
const KEYS_BYTES = 512;

export function encode(entry: Entry): EntryDocument {
  const { partition, policy, dialect, model, comparedText, embedder, tag, createdAt, expiresAt, upstreamMs } = entry;
  const { form, body, usage } = entry.completion;
  return {
    partition,
    policy,
    dialect,
    model,
    text: comparedText,
    embedder,
    ...(tag === undefined ? {} : { tag }),
    created_at: createdAt,
    expires_at: expiresAt,
    upstream_ms: upstreamMs,
    form,
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'),
    ...(usage && { usage }),
    bytes: body.length + Buffer.byteLength(comparedText) + (entry.vector?.byteLength ?? 0) + KEYS_BYTES,
    ...(entry.vector && { vector: numbersOf(entry.vector) }),
  };
}

export function decode(id: string, document: EntryDocument): KeptEntry {
  const { form, body, usage } = document;
  return { ...headOf(id, document), completion: { form, body: bytesOf(body), usage } };
}

export function headOf(id: string, document: HeadFields): EntryHead {
  const { partition, policy, dialect, model, text, embedder, tag, created_at, expires_at, upstream_ms } = document;
  return {
    id,
    partition,
    policy,
    dialect,
    model,
    comparedText: text,
    embedder,
    tag,
    createdAt: created_at,
    expiresAt: expires_at,
    upstreamMs: upstream_ms,
  };
}

/** What a search reads of a document. */
export type CandidateFields = Pick<HeadFields, (typeof CANDIDATE_FIELDS)[number]>;

/** `score` is that of a cosine field: (1 + cosine) / 2. */
export function candidateOf(id: string, score: number, document: CandidateFields): Candidate {
  const { text, created_at, expires_at } = document;
  return { id, similarity: 2 * score - 1, comparedText: text, createdAt: created_at, expiresAt: expires_at };
}

/** Nine decimals: within a billionth, far below what a cosine can tell, and half as long as all digits. */
export function numbersOf(vector: Float32Array): number[] {
  return Array.from(vector, (x) => Math.round(x * 1e9) / 1e9);
}

/** A copy of its own: small buffers share memory with others. */
function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
