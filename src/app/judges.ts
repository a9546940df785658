import type { Settings } from '../config/settings';
import type { Embedder, Embedding } from '../core/embedder';
import type { Verifier } from '../core/verifier';
import { loadOnnxEmbedder } from '../embedding/onnx/onnx-embedder';
import { verifier } from '../verifier/verifier';

/** What tells whether two texts ask the same, as the service has it. */
export interface Judges {
  readonly embedder: Embedder;
  readonly verifier: Verifier;
  /** Embeds each distinct text once. `progress` hears how many are done. */
  embedAll(texts: Iterable<string>, progress?: Progress): Promise<ReadonlyMap<string, Embedding>>;
  close(): Promise<void>;
}

export type Progress = (done: number, total: number) => void;

/** For a command, which embeds each text once and alone uses the model. @throws ModelError */
export async function openJudges({ embedding }: Pick<Settings, 'embedding'>): Promise<Judges> {
  const embedder = await loadOnnxEmbedder({ ...embedding, modelDir: embedding.model, memoEntries: 0 });
  // Long texts get half of the queue, and more would be refused.
  const atOnce = Math.ceil(embedding.queue / 2);
  return {
    embedder,
    verifier,
    embedAll: (texts, progress) => embedAll(embedder, texts, { atOnce, progress }),
    close: () => embedder.close(),
  };
}

interface Pace {
  /** Texts under way. */
  readonly atOnce: number;
  readonly progress: Progress | undefined;
}

/** Each distinct text once, those of similar length together: padding costs as much as text. */
export async function embedAll(
  embedder: Pick<Embedder, 'embed'>,
  texts: Iterable<string>,
  { atOnce, progress }: Pace,
): Promise<ReadonlyMap<string, Embedding>> {
  const distinct = [...new Set(texts)].sort((a, b) => a.length - b.length);
  const embeddings = new Map<string, Embedding>();
  const waiting = distinct.values();
  // They share one iterator: each takes the next text when it is done with its last one.
  const take = async (): Promise<void> => {
    for (const text of waiting) {
      embeddings.set(text, await embedder.embed(text));
      progress?.(embeddings.size, distinct.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, take));
  return embeddings;
}
