import { inspectCluster, inspectDirectory } from '../app/inspect-store';
import { openJudges } from '../app/judges';
import { openSecondOpinion } from '../app/second-opinion';
import type { Settings } from '../config/settings';
import { dot } from '../core/dot';
import type { Embedding } from '../core/embedder';
import { ModelError } from '../core/errors';
import type { Looked } from '../doctor/check';
import type { ModelFacts, TriedModel } from '../doctor/model';
import type { StoreFacts } from '../doctor/store';

const INVALID = { because: 'the configuration is not valid' };
const QUESTION = 'How do I reset my password?';
const PARAPHRASE = 'How can I reset my password?';
const ANOTHER = 'What is the capital of France?';

/** Runs the models of a configuration. @param runningIdentity the model of a running server, if one tells */
export async function lookAtModel(
  settings: Settings | undefined,
  runningIdentity: string | undefined,
): Promise<Looked<ModelFacts>> {
  if (settings === undefined) return INVALID;
  return {
    facts: {
      embedding: await tried(settings),
      secondOpinion: settings.verify.model === undefined ? undefined : { problem: await secondOpinion(settings) },
      runningIdentity,
    },
  };
}

async function tried(settings: Settings): Promise<ModelFacts['embedding']> {
  try {
    const judges = await openJudges(settings);
    try {
      const vectors = await judges.embedAll([QUESTION, PARAPHRASE, ANOTHER]);
      return triedModel(judges.embedder, vectors);
    } finally {
      await judges.close();
    }
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function triedModel(
  { identity, dims }: Pick<TriedModel, 'identity' | 'dims'>,
  vectors: ReadonlyMap<string, Embedding>,
): TriedModel {
  const of = (text: string): Float32Array => {
    const embedding = vectors.get(text);
    if (embedding?.kind === 'vector') return embedding.vector;
    throw new ModelError('embedding.model: the model cannot embed a short question');
  };
  const question = of(QUESTION);
  return {
    identity,
    dims,
    vectorLength: question.length,
    paraphrase: dot(question, of(PARAPHRASE)),
    unrelated: dot(question, of(ANOTHER)),
  };
}

async function secondOpinion({ verify }: Settings): Promise<string | undefined> {
  try {
    await (await openSecondOpinion(verify))?.close();
    return undefined;
  } catch (error) {
    return problemOf(error);
  }
}

/** @throws what is no fault of a model */
function problemOf(error: unknown): string {
  if (error instanceof ModelError) return error.message;
  throw error;
}

interface Around {
  readonly serverRuns: boolean;
  readonly mayWrite: boolean;
  readonly model: Looked<ModelFacts>;
}

/** Looks at the store from outside: a server may have it open. */
export async function lookAtStore(settings: Settings | undefined, around: Around): Promise<Looked<StoreFacts>> {
  if (settings === undefined) return INVALID;
  const { store } = settings;
  if (store.kind === 'embedded') {
    const { path, maxBytes } = store;
    const found = await inspectDirectory(store);
    return { facts: { kind: 'embedded', path, maxBytes, serverRuns: around.serverRuns, ...found } };
  }
  const { refreshInterval, ...found } = await inspectCluster(store, spaceOf(around.model), around.mayWrite);
  const interval = { is: refreshInterval, wantedMs: store.refreshIntervalMs };
  return { facts: { kind: 'elasticsearch', ...found, refreshInterval: interval } };
}

function spaceOf(model: Looked<ModelFacts>): Pick<TriedModel, 'identity' | 'dims'> | undefined {
  if ('because' in model) return undefined;
  const { embedding } = model.facts;
  return 'problem' in embedding ? undefined : embedding;
}
