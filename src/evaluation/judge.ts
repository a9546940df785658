import { dot } from '../core/dot';
import type { Embedding } from '../core/embedder';
import { hasLearnedScore, type VerifyMode } from '../core/policy';
import type { MissReason } from '../core/reason';
import type { Verifier } from '../core/verifier';

/** What a policy asks of a semantic hit. */
export interface Rule {
  readonly mode: VerifyMode;
  /** Least similarity of a candidate. */
  readonly minSimilarity: number;
  /** Least score of a hit. */
  readonly threshold: number;
}

/** Where the similarity alone decides and nobody says from where: Azure's example, score-threshold 0.05. */
export const PLAIN_SIMILARITY = 0.95;

/** From where plain cosine is taken to serve beside a rule: in modes with a learned score the rule's similarity is but a floor. */
export function plainThreshold({ mode, minSimilarity }: Pick<Rule, 'mode' | 'minSimilarity'>): number {
  return hasLearnedScore(mode) ? Math.max(minSimilarity, PLAIN_SIMILARITY) : minSimilarity;
}

/** A text with what the model makes of it. */
export interface EmbeddedText {
  readonly text: string;
  readonly embedding: Embedding;
}

/** What is known of a pair before any threshold of the score. */
export interface Judgement {
  /** Equal texts are hits of the exact tier, whatever the rule says. */
  readonly exact: boolean;
  /** `undefined`: the model cannot tell the meaning of one of the texts. */
  readonly similarity: number | undefined;
  /** By which pairs are ranked; `NEVER`: no threshold makes it a hit. */
  readonly score: number;
  /** Why it can never be a hit, or what its refusal is called when its score is too low. */
  readonly refusal: MissReason;
}

/** The score of what can never be a hit: below every threshold. */
export const NEVER = -Infinity;

const EXACT_SCORE = 1;

/** Judges as a lookup does (src/cache/lookup.ts), but for the threshold of the score. */
export function judge(asked: EmbeddedText, stored: EmbeddedText, rule: Rule, verifier: Verifier): Judgement {
  if (asked.text === stored.text) {
    return { exact: true, similarity: 1, score: EXACT_SCORE, refusal: 'below-threshold' };
  }
  const similarity = similarityOf(asked.embedding, stored.embedding);
  if (typeof similarity === 'string') {
    return { exact: false, similarity: undefined, score: NEVER, refusal: similarity };
  }
  const pair = { asked: asked.text, stored: stored.text, similarity };
  return { exact: false, similarity, ...scoreOf(pair, rule, verifier) };
}

/** Of a pair of different texts. */
export function scoreOf(
  pair: { readonly asked: string; readonly stored: string; readonly similarity: number },
  { mode, minSimilarity }: Pick<Rule, 'mode' | 'minSimilarity'>,
  verifier: Verifier,
): Pick<Judgement, 'score' | 'refusal'> {
  // Put this way round, a similarity that is no number is below every floor.
  if (!(pair.similarity >= floorOf(mode, minSimilarity))) return { score: NEVER, refusal: 'below-threshold' };
  const { score, veto, weakness } = verifier.verify(pair, mode);
  if (veto !== undefined) return { score: NEVER, refusal: `verify-${veto}` };
  return { score, refusal: hasLearnedScore(mode) ? `verify-${weakness}` : 'below-threshold' };
}

/** Where the score is the similarity, the floor is the threshold itself, which is what an evaluation varies. */
function floorOf(mode: VerifyMode, minSimilarity: number): number {
  return hasLearnedScore(mode) ? minSimilarity : -1;
}

/** Cosine similarity of two unit vectors, or why there is none. */
function similarityOf(a: Embedding, b: Embedding): number | Exclude<Embedding['kind'], 'vector'> {
  if (a.kind !== 'vector') return a.kind;
  return b.kind === 'vector' ? dot(a.vector, b.vector) : b.kind;
}

/** Each pair judged, with its other fields. @param embeddings of all texts */
export function judgePairs<P extends { readonly a: string; readonly b: string }>(
  pairs: readonly P[],
  embeddings: ReadonlyMap<string, Embedding>,
  rule: Rule,
  verifier: Verifier,
): readonly (P & { readonly judgement: Judgement })[] {
  const embedded = (text: string): EmbeddedText => embeddedText(text, embeddings);
  return pairs.map((pair) => ({ ...pair, judgement: judge(embedded(pair.a), embedded(pair.b), rule, verifier) }));
}

/** @throws Error when it was not embedded */
export function embeddedText(text: string, embeddings: ReadonlyMap<string, Embedding>): EmbeddedText {
  const embedding = embeddings.get(text);
  if (embedding === undefined) throw new Error('a text was not embedded');
  return { text, embedding };
}
