import type { Clock } from '../core/clock';
import type { Step } from '../core/decision';
import type { Codec } from '../core/dialect';
import type { Embedder } from '../core/embedder';
import type { Candidate, EntryStore, KeptEntry } from '../core/entry';
import { EmbedderBusyError, StoreUnavailableError } from '../core/errors';
import type { MissReason, VerifyReason } from '../core/reason';
import type { Verifier } from '../core/verifier';
import { boundOf, withheld, type Bound, type BoundDeps } from './bound';
import type { Hit, Miss } from './outcome';
import type { Question } from './question';
import { askOpinion, wantsOpinion, type OpinionDeps } from './second-opinion';
import { stopwatch, type Stopwatch } from './stopwatch';
import { checkOf, nearMissOf } from './trial';

export interface LookupDeps extends OpinionDeps, BoundDeps {
  readonly codec: Codec;
  readonly embedder: Embedder;
  readonly store: Pick<EntryStore, 'get' | 'nearest'>;
  readonly verifier: Verifier;
  readonly clock: Clock;
}

/** How long a lookup may take, where it notes how long it took, and who hears what it made of a candidate. */
export interface LookupTime {
  readonly steps: Step[];
  /** Monotonic ms; nobody waits for an answer that comes later. */
  readonly deadline: number;
  readonly considered?: (candidate: Candidate, outcome: Hit | Miss) => void;
}

/**
 * Exact tier, then meaning: embed, nearest neighbours within the partition, threshold, verification, best first.
 * Whatever the store returns is checked again here, so a stale or foreign row can never be served. Never throws.
 */
export async function lookup(
  question: Question,
  deps: LookupDeps,
  { steps, deadline, considered }: LookupTime,
): Promise<Hit | Miss> {
  const run: Run = { question, deps, timed: stopwatch(deps.clock, steps), deadline, considered };
  try {
    const exact = await run.timed('exact', () => deps.store.get(question, left(run)));
    if (exact !== undefined && isAnswerTo(exact, question, deps.clock) && exact.comparedText === question.keptText) {
      return await serve(exact, { reason: 'exact', similarity: 1 }, run);
    }
    if (question.request.exactOnly) return { kind: 'miss', reason: 'no-compared-text' };
    if (!question.lookup.semantic) return { kind: 'miss', reason: 'exact-only' };
    return await bySimilarity(run);
  } catch (error) {
    if (error instanceof StoreUnavailableError) return { kind: 'miss', reason: 'store-unavailable' };
    deps.failed('lookup-store', error);
    return { kind: 'miss', reason: 'store-error' };
  }
}

interface Run {
  readonly question: Question;
  readonly deps: LookupDeps;
  readonly timed: Stopwatch;
  readonly deadline: number;
  readonly considered: LookupTime['considered'];
}

/** Milliseconds. */
function left({ deadline, deps }: Run): number {
  return Math.max(0, deadline - deps.clock.monotonic());
}

async function bySimilarity(run: Run): Promise<Hit | Miss> {
  const { question, deps, timed } = run;
  const vector = await timed('embed', () => embed(question.request.comparedText, deps));
  if (typeof vector === 'string') return { kind: 'miss', reason: vector };
  const candidates = await timed('nearest', () =>
    deps.store.nearest({
      partition: question.partition,
      vector,
      embedder: deps.embedder.identity,
      now: deps.clock.now(),
      limit: question.lookup.candidates,
      withinMs: left(run),
    }),
  );
  const bound = boundOf(question, deps);
  let refusal: Miss = { kind: 'miss', reason: 'no-entry', vector };
  let nearMiss: Miss | undefined;
  for (const candidate of candidates) {
    const outcome = await consider(candidate, run, bound);
    run.considered?.(candidate, outcome);
    if (outcome.kind === 'hit') return outcome;
    if (outcome.reason === 'check') return { ...outcome, vector };
    // What stands in the way of the best candidate is what a user wants to know.
    if (refusal.reason === 'no-entry') refusal = { ...outcome, vector, similarity: candidate.similarity };
    // The one that would be served if the threshold were lower: another would teach of what never is.
    if (outcome.reason === 'threshold-learning') nearMiss ??= outcome;
    if (outcome.reason === 'below-threshold') break;
  }
  return nearMiss?.trial === undefined ? refusal : { ...refusal, trial: nearMiss.trial };
}

async function consider(candidate: Candidate, run: Run, bound: Bound | undefined): Promise<Hit | Miss> {
  const { question, deps, timed } = run;
  // Put this way round, a similarity that is no number is below every threshold.
  if (!(candidate.similarity >= question.lookup.minSimilarity)) return { kind: 'miss', reason: 'below-threshold' };
  const unverified = question.lookup.verify === 'off';
  const { refusal, score } = unverified
    ? { refusal: undefined, score: candidate.similarity }
    : await timed('verify', () => judged(candidate, question, deps.verifier));
  if (refusal !== undefined) return { kind: 'miss', reason: `verify-${refusal}`, score };
  const { refusal: doubt, opinion } = wantsOpinion(question.lookup.verify, deps)
    ? await timed('opinion', () => askOpinion(candidate, question, deps, left(run)))
    : {};
  if (doubt !== undefined) return { kind: 'miss', reason: doubt, score, ...(opinion && { opinion }) };
  if (bound !== undefined && !(score >= bound.learned.threshold)) {
    const wanted = bound.learned.wantsNearMiss(score);
    const trial = wanted ? { trial: nearMissOf(candidate, score, question) } : {};
    return { kind: 'miss', reason: 'threshold-learning', score, ...(opinion && { opinion }), ...trial };
  }
  const { partition } = question;
  const entry = await deps.store.get({ id: candidate.id, partition }, left(run));
  if (entry === undefined || !isAnswerTo(entry, question, deps.clock) || entry.embedder !== deps.embedder.identity) {
    return { kind: 'miss', reason: 'no-entry' };
  }
  const { similarity } = candidate;
  const outcome = await serve(entry, { reason: 'semantic', similarity, score, ...(opinion && { opinion }) }, run);
  return outcome.kind === 'hit' && bound?.draws(outcome) ? withheld(outcome, 'check', checkOf(outcome)) : outcome;
}

/** The verifier's score, and why it does not take a candidate for the same question. */
function judged(
  { similarity, comparedText: stored }: Candidate,
  { request, lookup: { verify, minSimilarity } }: Question,
  verifier: Verifier,
): { readonly refusal: VerifyReason | undefined; readonly score: number } {
  const { veto, score, weakness } = verifier.verify({ asked: request.comparedText, stored, similarity }, verify);
  return { refusal: veto ?? (score >= verifier.threshold(verify, minSimilarity) ? undefined : weakness), score };
}

/** The last checks, common to every tier: the client's freshness wishes, and that the form asked for can be given. */
async function serve(
  entry: KeptEntry,
  as: Pick<Hit, 'reason' | 'similarity' | 'score' | 'opinion'>,
  run: Pick<Run, 'question' | 'deps' | 'timed'>,
): Promise<Hit | Miss> {
  const { question, deps, timed } = run;
  const now = deps.clock.now();
  const { maxAge, minFresh } = question.directives;
  if (maxAge !== undefined && now - entry.createdAt > maxAge * 1000) return { kind: 'miss', reason: 'client-max-age' };
  if (minFresh !== undefined && entry.expiresAt - now < minFresh * 1000) {
    return { kind: 'miss', reason: 'client-min-fresh' };
  }
  const rendered = await timed('render', () =>
    deps.codec.render(entry.dialect, entry.completion, {
      ...question.request.rendering,
      cachedTokens: question.lookup.cachedTokens,
    }),
  ).catch((error: unknown) => {
    deps.failed('render', error);
    return undefined;
  });
  if (rendered === undefined) return { kind: 'miss', reason: 'not-renderable' };
  return { kind: 'hit', entry, rendered, ...as };
}

/** The answer of an identical call that was under way, for a call that waited for it. */
export async function serveCoalesced(
  entry: KeptEntry,
  question: Question,
  deps: LookupDeps,
  steps: Step[],
): Promise<Hit | Miss> {
  const timed = stopwatch(deps.clock, steps);
  if (!isAnswerTo(entry, question, deps.clock)) return { kind: 'miss', reason: 'coalesce-released' };
  return await serve(entry, { reason: 'coalesced', similarity: 1 }, { question, deps, timed });
}

function isAnswerTo(entry: KeptEntry, question: Question, clock: Clock): boolean {
  return (
    entry.partition === question.partition &&
    entry.dialect === question.request.dialect &&
    entry.expiresAt > clock.now()
  );
}

async function embed(text: string, deps: LookupDeps): Promise<Float32Array | MissReason> {
  try {
    const embedding = await deps.embedder.embed(text);
    return embedding.kind === 'vector' ? embedding.vector : embedding.kind;
  } catch (error) {
    if (error instanceof EmbedderBusyError) return 'embedder-busy';
    deps.failed('embed', error);
    return 'embedder-error';
  }
}
