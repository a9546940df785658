/** A text turned into a unit vector, or the reason why the model cannot tell its meaning. */
export type Embedding =
  | { readonly kind: 'vector'; readonly vector: Float32Array }
  /** A truncated embedding matches the wrong thing. Such a text is matched exactly only. */
  | { readonly kind: 'window-exceeded' }
  /** Words outside the vocabulary all look alike to the model ("猫" and "狗" have cosine 1). Matched exactly only. */
  | { readonly kind: 'unknown-words' };

/** Turns text into meaning. Runs outside the event loop that answers Envoy. */
export interface Embedder {
  /** Names the model by content: two embedders with the same identity give comparable vectors. */
  readonly identity: string;
  /** Length of every vector. */
  readonly dims: number;
  /** @throws EmbedderBusyError when too many texts wait already. */
  embed(text: string): Promise<Embedding>;
  /** Texts waiting or being worked on. */
  readonly waiting: number;
  close(): Promise<void>;
}
