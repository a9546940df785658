import { setImmediate } from 'node:timers/promises';
import type { Said } from '../core/dialect';
import { dot } from '../core/dot';
import type { Embedder } from '../core/embedder';
import type { AnswerJudge } from '../core/judge';
import type { GuardReason } from '../core/reason';
import type { Pair, Verifier } from '../core/verifier';
import { comparePlainly, windowsOf } from './answers';

/** From this similarity on answers without a named difference say the same. */
const SAME_AT = 0.9;
/** Below it they speak of different things. */
const DIFFERENT_BELOW = 0.6;

/** Differences that make two questions two, while two answers may differ so and say the same. */
const OF_WORDING: ReadonlySet<GuardReason> = new Set(['question-word', 'role-swap', 'scope', 'format', 'content']);

export interface CompareDeps {
  readonly embedder: Pick<Embedder, 'embed'>;
  readonly verifier: Pick<Verifier, 'explain'>;
  /** `undefined`: there is none. */
  readonly judge: AnswerJudge | undefined;
}

export interface AnswersTo {
  readonly question: string;
  readonly stored: Said;
  readonly fresh: Said;
}

export type Comparison = 'same' | 'different' | 'uncertain';

/**
 * Whether two answers say the same: by their texts, then by meaning and named differences (numbers, names, negation …), and where
 * these leave a doubt by the judge. @throws EmbedderBusyError, and whatever else the embedder raises
 */
export async function compareAnswers(answers: AnswersTo, deps: CompareDeps): Promise<Comparison> {
  const { stored, fresh, question } = answers;
  const plainly = comparePlainly(stored, fresh);
  if (plainly === 'same' || plainly === 'different') return plainly;
  const byMeaning = plainly === 'unclear' ? await compareMeaning(stored.text, fresh.text, deps) : 'uncertain';
  if (byMeaning === 'same' || byMeaning === 'far') return byMeaning === 'far' ? 'different' : 'same';
  const same = await deps.judge?.saySame({ question, stored: stored.text, fresh: fresh.text });
  if (same !== undefined) return same ? 'same' : 'different';
  return byMeaning === 'differs' ? 'different' : 'uncertain';
}

/** `far`: of different things. `differs`: near, with a named difference. */
type Meaning = 'same' | 'far' | 'differs' | 'uncertain';

async function compareMeaning(a: string, b: string, { embedder, verifier }: CompareDeps): Promise<Meaning> {
  const [ofA, ofB] = [await windowsIn(a, embedder), await windowsIn(b, embedder)];
  if (ofA === undefined || ofB === undefined) return 'uncertain';
  const pairs = [...ofA.map((window) => mostAlike(window, ofB)), ...ofB.map((window) => mostAlike(window, ofA))];
  const similarities = pairs.map(({ similarity }) => similarity);
  if (mean(similarities) < DIFFERENT_BELOW) return 'far';
  const vetoes: GuardReason[] = [];
  for (const pair of pairs) {
    // Each takes as long as a verification of a call, and calls go first.
    await setImmediate();
    vetoes.push(...verifier.explain(pair, 'guards').vetoes);
  }
  if (vetoes.some((veto) => !OF_WORDING.has(veto))) return 'differs';
  // One differing sentence of a long answer shows in the least.
  return vetoes.length === 0 && Math.min(...similarities) >= SAME_AT ? 'same' : 'uncertain';
}

interface Window {
  readonly text: string;
  readonly vector: Float32Array;
}

/** `undefined`: the model cannot tell the meaning of some window. One is embedded at a time: lookups go first. */
async function windowsIn(text: string, embedder: CompareDeps['embedder']): Promise<readonly Window[] | undefined> {
  const windows: Window[] = [];
  for (const part of windowsOf(text)) {
    const embedding = await embedder.embed(part);
    if (embedding.kind !== 'vector') return undefined;
    windows.push({ text: part, vector: embedding.vector });
  }
  return windows.length === 0 ? undefined : windows;
}

/** A window, and the one of the other answer that is most like it. */
function mostAlike({ text, vector }: Window, others: readonly Window[]): Pair {
  const pairs = others.map((other) => ({ asked: text, stored: other.text, similarity: dot(vector, other.vector) }));
  return pairs.reduce((best, pair) => (pair.similarity > best.similarity ? pair : best));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
