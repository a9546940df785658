/** What a worker thread is started with. */
export interface WorkerModel<C> {
  readonly dir: string;
  /** Content of its `semantic-model.json`. */
  readonly config: C;
}

/** To the worker. One `run` at a time; `stop` lets the one at work finish. */
export type Order<I> = { readonly kind: 'run'; readonly inputs: readonly I[] } | { readonly kind: 'stop' };

/** From the worker: first `ready` or `refused`, then one `done` or `failed` an order. Reasons never hold a text. */
export type Report<R> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'done'; readonly results: readonly R[] }
  | { readonly kind: 'failed'; readonly reason: string };
