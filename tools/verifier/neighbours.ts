import { dot } from '../../src/core/dot';
import type { Embedding } from '../../src/core/embedder';
import type { TrainingPair } from './pairs';
import type { Source } from './sources';

/** A pair of the same intent that is nearer is the same text; one that is farther is hardly looked at by a cache. */
const SAME_INTENT = { least: 0.7, most: 0.999 };
const OTHER_INTENT = { least: 0.55 };

interface Placed {
  readonly text: string;
  readonly intent: string;
  readonly vector: Float32Array;
}

/**
 * What real traffic is made of: for each text the nearest of another intent, which asks for something else, and the nearest of the
 * same intent, which may ask the same. The latter is no sure thing: a weak example, of which the guards refuse the worst.
 */
export function neighbourPairs(
  sources: readonly Source[],
  embeddings: ReadonlyMap<string, Embedding>,
): readonly TrainingPair[] {
  const placed = sources.flatMap(({ text, intent }): Placed[] => {
    const embedding = embeddings.get(text);
    return intent !== undefined && embedding?.kind === 'vector' ? [{ text, intent, vector: embedding.vector }] : [];
  });
  return placed.flatMap((one) => {
    const { same, other } = nearest(one, placed);
    return [
      ...(same && same.similarity >= SAME_INTENT.least ? [pairOf(one, same, 'intent')] : []),
      ...(other && other.similarity >= OTHER_INTENT.least ? [pairOf(one, other, 'other-intent')] : []),
    ];
  });
}

interface Neighbour {
  readonly text: string;
  readonly similarity: number;
}

function nearest(one: Placed, all: readonly Placed[]): { same: Neighbour | undefined; other: Neighbour | undefined } {
  let same: Neighbour | undefined;
  let other: Neighbour | undefined;
  for (const candidate of all) {
    if (candidate.text === one.text) continue;
    const similarity = dot(one.vector, candidate.vector);
    if (candidate.intent !== one.intent) {
      if (similarity > (other?.similarity ?? -1)) other = { text: candidate.text, similarity };
    } else if (similarity > (same?.similarity ?? -1) && similarity < SAME_INTENT.most) {
      same = { text: candidate.text, similarity };
    }
  }
  return { same, other };
}

function pairOf({ text }: Placed, neighbour: Neighbour, kind: 'intent' | 'other-intent'): TrainingPair {
  return { a: text, b: neighbour.text, same: kind === 'intent', kind };
}
