import { at, type Check, type Finding, type Group } from './check';

/** What a model did when it was tried. */
export interface TriedModel {
  /** Its name and content hash. */
  readonly identity: string;
  readonly dims: number;
  /** Components of the vector that it gave. */
  readonly vectorLength: number;
  /** Cosine of a question and its paraphrase, and of the question and another one. */
  readonly paraphrase: number;
  readonly unrelated: number;
}

export interface ModelFacts {
  /** Of `embedding.model`; or why it cannot be used. */
  readonly embedding: TriedModel | { readonly problem: string };
  /** Of `verify.model`; `undefined`: none is configured. */
  readonly secondOpinion: { readonly problem: string | undefined } | undefined;
  /** The model of the running server; `undefined`: it is not known. */
  readonly runningIdentity: string | undefined;
}

/** Below this a paraphrase is hardly told from another question. */
const LEAST_MARGIN = 0.2;

const CHECKS: readonly Check<ModelFacts>[] = [
  {
    id: 'model-loads',
    severity: 'error',
    title: 'the model is there and loads',
    why: 'Without it the start is refused.',
    look: at(({ embedding }) =>
      'problem' in embedding
        ? [
            {
              found: embedding.problem,
              change: 'embedding.model: the folder of a model (README.md tells how to get the one that is tested)',
            },
          ]
        : [],
    ),
  },
  {
    id: 'model-embeds',
    severity: 'error',
    title: 'it embeds, and knows a paraphrase',
    why: 'Semantic hits are as good as the vectors.',
    look: at(({ embedding }) =>
      'problem' in embedding ? { because: 'the model does not load' } : embeddingFindings(embedding),
    ),
  },
  {
    id: 'model-second-opinion',
    severity: 'error',
    title: 'the model of the second opinion loads',
    why: 'Where verify.model is set, the start is refused without it.',
    look: at(({ secondOpinion }) => {
      if (secondOpinion === undefined) return [];
      const { problem } = secondOpinion;
      return problem === undefined
        ? []
        : [{ found: problem, change: 'verify.model: its folder (docs/second-opinion.md), or leave it out' }];
    }),
  },
  {
    id: 'model-running',
    severity: 'warning',
    title: 'the running server has the same model',
    why: 'Entries of one model are not found with another.',
    look: at(({ embedding, runningIdentity }) => {
      if (runningIdentity === undefined) return { because: 'no running server tells its model' };
      if ('problem' in embedding || embedding.identity === runningIdentity) return [];
      const found = `the server runs with ${runningIdentity}, and the configuration leads to ${embedding.identity}`;
      return [{ found, change: 'restart the server, or correct embedding.model' }];
    }),
  },
];

export const MODEL_GROUP: Group<ModelFacts> = { name: 'model', checks: CHECKS };

function embeddingFindings({ dims, vectorLength, paraphrase, unrelated }: TriedModel): readonly Finding[] {
  const change = 'fetch the model again; docs/evaluation.md tells how to measure another one';
  if (vectorLength !== dims) return [{ found: `it gives ${vectorLength} dimensions, and is to give ${dims}`, change }];
  if (paraphrase - unrelated >= LEAST_MARGIN) return [];
  return [
    {
      found: `cosine of a paraphrase ${paraphrase.toFixed(3)}, of another question ${unrelated.toFixed(3)}: they are hardly told apart`,
      change,
    },
  ];
}
