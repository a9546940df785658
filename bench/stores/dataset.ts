import { hash } from 'node:crypto';
import type { Entry, EntryKey } from '../../src/core/entry';
import { newQuestion } from '../texts';

/*
 * Entries and questions made up from numbers, so that every process makes the same ones and none has to keep them. Entries with
 * an even number share one large partition; the others are spread over many small ones.
 */

export const EMBEDDER = 'bench';
export const DIMS = 384;
const SMALL_PARTITIONS = 1000;
/** The two lives of an entry, ms: a tenth of them have the short one. */
export const LIVES = { short: 3_600_000, long: 86_400_000 } as const;
const SHORT_LIVED_SHARE = 0.1;

/** Subjects: an entry's vector has a cosine of 0.96 to 0.64 with that of its subject; subjects have nothing in common. */
const CLUSTERS = 500;
const CLUSTER_NOISE = { least: 0.3, most: 1.2 } as const;
/** A paraphrase has a cosine of about 0.95 with what it paraphrases. */
const PARAPHRASE_NOISE = 0.33;
/** Ten words each: a body of about 2 KB. */
const SENTENCES = 30;

export type PartitionSize = 'large' | 'small';

/** One of the first `size` entries in a partition of this kind, drawn by `n`; never a short-lived one. */
export function drawTarget(partition: PartitionSize, size: number, n: number): number {
  const random = randomFrom(n ^ 0x5bd1e995);
  for (;;) {
    const target = 2 * Math.floor(random() * (size >> 1)) + (partition === 'large' ? 0 : 1);
    if (!isShortLived(target)) return target;
  }
}

export function keyAt(i: number): EntryKey {
  return { id: hash('sha256', `entry ${i}`, 'hex'), partition: partitionAt(i) };
}

export function entryAt(i: number, createdAt: number): Entry {
  return {
    ...keyAt(i),
    policy: 'bench',
    dialect: 'openai-chat',
    model: 'bench-model',
    comparedText: newQuestion(i),
    embedder: EMBEDDER,
    tag: undefined,
    createdAt,
    expiresAt: createdAt + (isShortLived(i) ? LIVES.short : LIVES.long),
    upstreamMs: 800,
    completion: { form: 'json', body: bodyAt(i), usage: { promptTokens: 40, completionTokens: 300 } },
    vector: vectorAt(i),
  };
}

export function isShortLived(i: number): boolean {
  return randomFrom(i ^ 0x27d4eb2f)() < SHORT_LIVED_SHARE;
}

/** The numbers below `size` of all entries in the partition of entry `i`. */
export function numbersInPartitionOf(i: number, size: number): number[] {
  const [first, step] = i % 2 === 0 ? [0, 2] : [i % (2 * SMALL_PARTITIONS), 2 * SMALL_PARTITIONS];
  return Array.from({ length: Math.max(0, Math.ceil((size - first) / step)) }, (_, k) => first + k * step);
}

export function vectorAt(i: number): Float32Array {
  const random = randomFrom(i);
  const subject = centre(Math.floor(random() * CLUSTERS));
  const { least, most } = CLUSTER_NOISE;
  return disturbed(subject, random, least + (most - least) * random());
}

/** Another way of asking entry `i`, one for each `n`. */
export function paraphraseOf(i: number, n: number): Float32Array {
  return disturbed(vectorAt(i), randomFrom(Math.imul(i + 1, 0x01000193) ^ n), PARAPHRASE_NOISE);
}

function partitionAt(i: number): string {
  return hash('sha256', i % 2 === 0 ? 'large' : `small ${(i >> 1) % SMALL_PARTITIONS}`, 'hex');
}

function bodyAt(i: number): Uint8Array {
  const content = Array.from({ length: SENTENCES }, (_, n) => newQuestion(i * SENTENCES + n)).join(' ');
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
  return Buffer.from(JSON.stringify({ id: `chatcmpl-${i}`, object: 'chat.completion', model: 'bench-model', choices }));
}

const centres = new Map<number, Float32Array>();

function centre(cluster: number): Float32Array {
  let found = centres.get(cluster);
  if (found === undefined) {
    found = disturbed(new Float32Array(DIMS), randomFrom(cluster ^ 0x3c6ef372), 1);
    centres.set(cluster, found);
  }
  return found;
}

/** Unit vector of `vector` plus noise of about the length `noise`. */
function disturbed(vector: Float32Array, random: () => number, noise: number): Float32Array {
  // Uniform numbers from -1 to 1 have a variance of a third.
  const scale = noise * Math.sqrt(3 / DIMS);
  const sum = vector.map((x) => x + scale * (2 * random() - 1));
  const length = Math.sqrt(sum.reduce((total, x) => total + x * x, 0));
  return sum.map((x) => x / length);
}

/** Mulberry32: numbers from 0 to 1, the same ones for the same seed. */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
