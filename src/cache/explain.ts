import { setImmediate } from 'node:timers/promises';
import type { PhaseTimes, Step, Verdict } from '../core/decision';
import type { Candidate } from '../core/entry';
import type { LookupSettings } from '../core/policy';
import { HIT_REASONS, type HitReason, type MissReason } from '../core/reason';
import type { Opinion } from '../core/second-opinion';
import { isBounded } from '../core/thresholds';
import type { Explanation } from '../core/verifier';
import { within } from '../core/within';
import type { CacheCore, Rules } from './cache-core';
import { lookup, type LookupDeps } from './lookup';
import type { Hit, Miss } from './outcome';
import { place, type Placed, type PlacedCall, type Unplaced } from './place';
import type { Question } from './question';
import { wantsOpinion } from './second-opinion';
import { shadowOf } from './session';
import { phaseTimes } from './stopwatch';

/** What came of turning the question into a vector. */
const EMBEDDING_MISSES = ['window-exceeded', 'unknown-words', 'embedder-busy', 'embedder-error'] as const;
type EmbeddingOutcome = 'vector' | (typeof EMBEDDING_MISSES)[number];

/** The least that a semantic hit needs. */
export interface NeededForHit {
  /** Cosine similarity. */
  readonly similarity: number;
  /** The verifier's score, as configured. */
  readonly score: number;
  /** The same as learned from checks; absent where the policy has no bound. 2: nothing is served by meaning, yet or any more. */
  readonly learnedScore?: number;
  /** Probability of the second opinion; absent where none is asked. */
  readonly secondOpinion?: number;
}

export interface ExplainedCandidate {
  readonly entry: string;
  readonly similarity: number;
  /** The compared text; absent where the store does not keep it in the clear. */
  readonly text?: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** `not-reached`: the lookup had its answer, or was out of time, before it came to this one. */
  readonly outcome: HitReason | MissReason | 'not-reached';
  readonly verification: Explanation;
  readonly secondOpinion?: Opinion;
}

/** How a lookup came to its verdict. Holds no answer, and of the call no header and no text. */
export interface ExplainedLookup {
  readonly policy: string;
  readonly dialect: string;
  readonly model: string;
  readonly verdict: Verdict;
  readonly partition: string;
  /** Id of the entry that this very question has, stored or not. */
  readonly id: string;
  /** The entry that would be served. */
  readonly entry?: string;
  readonly similarity?: number;
  readonly score?: number;
  readonly lookup: Pick<LookupSettings, 'verify' | 'semantic' | 'candidates' | 'shadow'>;
  readonly needed: NeededForHit;
  /** Share of hits with this score that go upstream as well, 0 to 1; absent where the policy has no bound, or there is no score. */
  readonly checkShare?: number;
  /** Absent where it did not come to that. */
  readonly embedding?: EmbeddingOutcome;
  /** Best first. */
  readonly candidates: readonly ExplainedCandidate[];
  readonly phases: PhaseTimes;
}

/** A call that is not looked up. */
export interface ExplainedBypass extends Omit<Unplaced, 'declined'> {
  readonly verdict: Verdict & { readonly kind: 'bypass' };
}

/** Tells what would become of a call now; serves, keeps and counts nothing, and draws no checks. */
export type Explain = (call: PlacedCall) => Promise<ExplainedLookup | ExplainedBypass>;

export function createExplain(core: CacheCore, rules: () => Rules): Explain {
  return async (call) => {
    const current = rules();
    const steps: Step[] = [];
    const startedAt = core.clock.monotonic();
    const placed = await place(call, core, current, steps);
    if ('declined' in placed) {
      const { declined: reason, ...known } = placed;
      return { verdict: { kind: 'bypass', reason }, ...known };
    }
    const trace: Trace = { found: [], considered: new Map() };
    const outcome = await decide(placed, { core, trace, steps, deadline: startedAt + current.lookupBudgetMs });
    const phases = { ...phaseTimes(steps), total: core.clock.monotonic() - startedAt };
    return { ...(await describe(placed.question, outcome, trace, core)), ...embeddingOf(outcome, phases), phases };
  };
}

/** What a lookup saw on its way. */
interface Trace {
  found: readonly Candidate[];
  /** By the candidate's id. */
  readonly considered: Map<string, Hit | Miss>;
}

interface Decision {
  readonly core: CacheCore;
  readonly trace: Trace;
  readonly steps: Step[];
  /** Monotonic ms. */
  readonly deadline: number;
}

/** The lookup itself, overheard. */
async function decide({ question }: Placed, { core, trace, steps, deadline }: Decision): Promise<Hit | Miss> {
  if (question.directives.noCache) return { kind: 'miss', reason: 'client-no-cache' };
  const considered = (candidate: Candidate, outcome: Hit | Miss): void => {
    trace.considered.set(candidate.id, outcome);
  };
  const looking = lookup(question, overheard(core.lookupDeps, trace), { steps, deadline, considered });
  const spent: Miss = { kind: 'miss', reason: 'budget-spent' };
  const outcome = await within(looking, Math.max(0, deadline - core.clock.monotonic()), spent);
  return question.lookup.shadow ? shadowOf(outcome) : outcome;
}

/** Draws no check, and takes none away that is due. */
function overheard(deps: LookupDeps, trace: Trace): LookupDeps {
  return {
    ...deps,
    random: () => 1,
    suspected: () => false,
    store: {
      get: deps.store.get,
      nearest: async (query) => (trace.found = await deps.store.nearest(query)),
    },
  };
}

async function describe(
  question: Question,
  outcome: Hit | Miss,
  trace: Trace,
  core: CacheCore,
): Promise<Omit<ExplainedLookup, 'phases' | 'embedding'>> {
  const { policy, request, partition, id, lookup: settings } = question;
  const { verify, semantic, candidates: limit, shadow } = settings;
  const { similarity, score } = outcome;
  const entry = outcome.kind === 'hit' ? outcome.entry : outcome.shadowed;
  const learned = isBounded(settings) ? core.lookupDeps.thresholds.of(policy, settings) : undefined;
  const candidates: ExplainedCandidate[] = [];
  for (const candidate of trace.found) {
    // Each takes as long as a verification of a call, and calls go first.
    await setImmediate();
    candidates.push(explained(candidate, question, trace, core));
  }
  return {
    policy,
    dialect: request.dialect,
    model: request.model,
    verdict: verdictOf(outcome.reason),
    partition,
    id,
    ...(entry && { entry: entry.id }),
    ...(similarity !== undefined && { similarity }),
    ...(score !== undefined && { score }),
    lookup: { verify, semantic, candidates: limit, shadow },
    needed: {
      similarity: settings.minSimilarity,
      score: core.verifier.threshold(verify, settings.minSimilarity),
      ...(learned && { learnedScore: learned.threshold }),
      ...(wantsOpinion(verify, core.lookupDeps) && core.opinion && { secondOpinion: core.opinion.threshold }),
    },
    ...(learned && score !== undefined && { checkShare: learned.checkShare(score) }),
    candidates,
  };
}

function explained(
  { id, similarity, comparedText, createdAt, expiresAt }: Candidate,
  { request, lookup: { verify } }: Question,
  { considered }: Trace,
  { verifier, privacy }: CacheCore,
): ExplainedCandidate {
  const outcome = considered.get(id);
  return {
    entry: id,
    similarity,
    ...(privacy.prompts === 'clear' && { text: comparedText }),
    createdAt,
    expiresAt,
    outcome: outcome?.reason ?? 'not-reached',
    verification: verifier.explain({ asked: request.comparedText, stored: comparedText, similarity }, verify),
    ...(outcome?.opinion && { secondOpinion: outcome.opinion }),
  };
}

function verdictOf(reason: HitReason | MissReason): Verdict {
  return isHit(reason) ? { kind: 'hit', reason } : { kind: 'miss', reason };
}

function isHit(reason: HitReason | MissReason): reason is HitReason {
  return (HIT_REASONS as readonly string[]).includes(reason);
}

function embeddingOf({ reason }: Hit | Miss, { embed }: PhaseTimes): { readonly embedding?: EmbeddingOutcome } {
  if (embed === undefined) return {};
  return { embedding: EMBEDDING_MISSES.find((one) => one === reason) ?? 'vector' };
}
