import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Embedding } from '../../core/embedder';

type Embed = (text: string) => Promise<Embedding>;

/**
 * Remembers the results for the `entries` texts used last (0: none), and lets equal texts that are under way share one.
 * Texts are kept as hashes only. Failures are not remembered.
 */
export function memoised(embed: Embed, entries: number): Embed {
  const known = entries > 0 ? new LRUCache<string, Embedding>({ max: entries }) : undefined;
  const underWay = new Map<string, Promise<Embedding>>();
  const begin = async (key: string, text: string): Promise<Embedding> => {
    try {
      const embedding = await embed(text);
      known?.set(key, embedding);
      return embedding;
    } finally {
      underWay.delete(key);
    }
  };
  return (text) => {
    const key = hash('sha256', text, 'base64');
    const embedding = known?.get(key);
    if (embedding) return Promise.resolve(embedding);
    const shared = underWay.get(key) ?? begin(key, text);
    underWay.set(key, shared);
    return shared;
  };
}
