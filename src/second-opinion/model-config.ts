import { z } from 'zod';
import type { ModelKind } from '../onnx/model-folder';

const filled = z.string().min(1);

/** How the numbers that the network gives for a pair become the probability that both ask the same. */
const Output = z
  .strictObject({
    /** What each number is for, in their order, such as contradiction, entailment, neutral. */
    labels: z.array(filled).min(1).max(100),
    /** The label that means "the same", or its place, from 0 on. */
    same: z.union([filled, z.int().min(0)]),
    /** `softmax`: exactly one label is right; `sigmoid`: each by itself. */
    activation: z.enum(['softmax', 'sigmoid']),
    /** Asks for (a, b) and (b, a) and takes the smaller: entailment in one direction is no paraphrase. */
    bothWays: z.boolean().default(false),
  })
  .superRefine(({ labels, same, activation }, context) => {
    const issue = (path: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if (new Set(labels).size < labels.length) issue('labels', 'must differ');
    if (indexOfSame({ labels, same }) === undefined) issue('same', `must be one of ${labels.join(', ')}, or its place`);
    if (activation === 'softmax' && labels.length < 2) issue('activation', 'softmax of one label is always 1: sigmoid');
  });

/** Pairs that tell a working model from a broken one: `text` and `near` must come out as the same, `text` and `far` not. */
const Probe = z.strictObject({ text: filled, near: filled, far: filled });

const ENGLISH_PROBE: z.infer<typeof Probe> = {
  text: 'How do I reset my password?',
  near: 'How can I reset my password?',
  far: 'How do I water my tomatoes?',
};

/** Content of `semantic-model.json` of a model that is given two texts: how its network is to be used. */
export const PairModelConfig = z.strictObject({
  task: z.literal('same-question'),
  /** Short name for logs and for the identity. */
  name: z.string().regex(/^[\w.-]{1,64}$/),
  /** Most tokens of both texts together, special tokens included; longer ones are refused, never cut. */
  window: z.int().min(8).max(32_768),
  output: Output,
  /** The least probability at which both count as the same. */
  threshold: z.number().gt(0).max(1),
  /** Needed for models that do not understand English. */
  probe: Probe.default(ENGLISH_PROBE),
});

export type PairModelConfig = z.infer<typeof PairModelConfig>;

export function indexOfSame({ labels, same }: Pick<PairModelConfig['output'], 'labels' | 'same'>): number | undefined {
  const index = typeof same === 'number' ? same : labels.indexOf(same);
  return index >= 0 && index < labels.length ? index : undefined;
}

export const PAIR_MODEL: ModelKind<PairModelConfig> = {
  called: 'model of the second opinion',
  task: 'same-question',
  schema: PairModelConfig,
  remedy:
    'Set verify.model to the folder of a model that compares two texts (docs/second-opinion.md), or leave it empty.',
};
