import { z } from 'zod';
import type { ModelKind } from '../../onnx/model-folder';

/** Sentences that tell a working model from a broken one: `near` must come out nearer to `text` than `far` does. */
const Probe = z.strictObject({ text: z.string().min(1), near: z.string().min(1), far: z.string().min(1) });

/**
 * The paraphrase shares hardly a word with the text, the other sentence most of them: a model that was given the wrong
 * words (another model's tokenizer) sees it the other way round.
 */
const ENGLISH_PROBE: z.infer<typeof Probe> = {
  text: 'How do I reset my password?',
  near: 'I forgot my login credentials and need to recover access to the account',
  far: 'How do I water my tomatoes?',
};

/** Content of `semantic-model.json`: how a sentence-embedding network is to be used. */
export const ModelConfig = z.strictObject({
  /** Short name for logs and for the embedder's identity. */
  name: z.string().regex(/^[\w.-]{1,64}$/),
  /** How token vectors become one: their mean, or the first one's. Not used by a network that gives one vector itself. */
  pooling: z.enum(['mean', 'cls']),
  /** Length of a vector. */
  dims: z.int().min(2).max(8192),
  /** Most tokens of a text, special tokens included; a longer text is refused, never cut. */
  window: z.int().min(8).max(32_768),
  /** Scale vectors to unit length. False only for a network that gives unit vectors itself. */
  normalize: z.boolean(),
  /** Put before every text, for models that were trained with one. */
  prefix: z.string().max(1000).default(''),
  /** Needed for models that do not understand English. */
  probe: Probe.default(ENGLISH_PROBE),
});

export type ModelConfig = z.infer<typeof ModelConfig>;

export const EMBEDDING_MODEL: ModelKind<ModelConfig> = {
  called: 'embedding model',
  task: undefined,
  schema: ModelConfig,
  remedy: 'Run `npm run fetch-model`, or set embedding.model to the folder of a complete model.',
};
