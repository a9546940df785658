import type { Embedding } from '../../core/embedder';
import type { ModelConfig } from './model-config';

/** What a worker thread is started with. */
export interface WorkerModel {
  readonly dir: string;
  readonly config: ModelConfig;
}

/** To the worker. One `embed` at a time; `stop` lets the one at work finish. */
export type Order = { readonly kind: 'embed'; readonly texts: readonly string[] } | { readonly kind: 'stop' };

/** From the worker: first `ready` or `refused`, then one `done` or `failed` an order. Reasons never hold a text. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'done'; readonly embeddings: readonly Embedding[] }
  | { readonly kind: 'failed'; readonly reason: string };
