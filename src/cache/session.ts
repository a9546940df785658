import type { DecisionRecord, Step, StoreOutcome, Verdict } from '../core/decision';
import type { DialectByHead, Rendered } from '../core/dialect';
import type { RequestHead, ResponseHead } from '../core/exchange';
import type { KeptEntry } from '../core/entry';
import type { BypassReason, StoreRefusal } from '../core/reason';
import type { TraceContext } from '../core/trace-context';
import { within } from '../core/within';
import type { PolicyRun } from '../policy/policy-set';
import { admitHead, type Capture } from './admission';
import type { CacheCore, Rules } from './cache-core';
import type { CaptureBuffer } from './capture-memory';
import type { Flight } from './coalescing';
import { keepAnswer, type AnsweredPlan, type StorePlan } from './keep';
import { withheld } from './bound';
import type { Tried } from './checks';
import { lookup, serveCoalesced } from './lookup';
import type { Hit, Miss } from './outcome';
import { consult, questionOf, type Asked, type Covered, type Declined, type Question } from './question';
import { phaseTimes, stopwatch } from './stopwatch';

/** What the cache wants of an exchange once it has seen the request's head. */
export type HeadDecision =
  /** Not the cache's business: show it no more of this exchange. */
  | 'ignore'
  /** The cache stays out, but says why on the response. */
  | 'announce'
  /** Show it the request body and wait for its decision. */
  | 'need-body';

export type BodyDecision =
  | { readonly kind: 'continue' }
  | {
      readonly kind: 'replay';
      readonly answer: Rendered;
      /** Pause between two events of a stream, ms; 0: in one piece. */
      readonly paceMs: number;
    }
  /** The client wants a stored answer or none (RFC 9111 5.2.1.7). */
  | { readonly kind: 'gateway-timeout' };

/** What a client may know of the decision; becomes Cache-Status, Age and our own headers. */
export interface Disclosure {
  readonly verdict: Verdict;
  /** Name of the policy that covers the call. */
  readonly policy: string | undefined;
  readonly similarity: number | undefined;
  readonly score: number | undefined;
  readonly entry: string | undefined;
  /** Seconds that the answer has left to live. */
  readonly ttlSeconds: number | undefined;
  readonly ageSeconds: number | undefined;
  /** The answer is being kept (if it turns out whole and fit). */
  readonly storing: boolean;
}

const CONTINUE: BodyDecision = { kind: 'continue' };
const NOT_LOOKED_UP: StoreOutcome = { kind: 'refused', reason: 'lookup-not-run' };

/**
 * One request and its response, as the cache sees them. Calls come in the order of the exchange: `onRequestHead`,
 * `onRequestBody`, `onResponseHead`, `onResponseChunk` …, `onResponseEnd`; `end` closes it wherever it stands. Every
 * covered exchange gives exactly one decision record.
 */
export class CacheSession {
  private phase: Phase = { name: 'head' };
  private verdict: Verdict | undefined;
  private readonly steps: Step[] = [];
  private run: PolicyRun | undefined;
  private problem: string | undefined;
  private upstreamMs: number | undefined;
  private dialect: DialectByHead | undefined;
  private question: Question | undefined;
  private outcome: Hit | Miss | undefined;
  private flight: Flight | undefined;
  /** What is to be learned from the upstream's answer, until that is handed on. */
  private tried: Tried | undefined;
  private storing = false;
  private recorded = false;
  /** Monotonic ms. */
  private readonly startedAt: number;
  private bodyAt = 0;
  private decidedAt: number | undefined;

  constructor(
    private readonly core: CacheCore,
    private readonly rules: Rules,
    private readonly of: ExchangeOf,
  ) {
    this.startedAt = core.clock.monotonic();
  }

  onRequestHead(head: RequestHead, hasBody: boolean): HeadDecision {
    this.phase = { name: 'ended' };
    const run = this.rules.policies.match(head);
    this.dialect = this.core.codec.dialectOf(head, run?.dialect ?? 'by-path');
    if (this.dialect === undefined) return this.bypass('not-a-completion', 'ignore');
    this.run = run;
    if (run?.looksUp !== true) return this.bypass('no-policy', 'ignore');
    const covered: Covered = { head, dialect: this.dialect, run };
    // A policy that reads the body is asked when it is there.
    const consulted = run.readsRequestBody ? covered : consult(covered, undefined);
    if ('declined' in consulted) return this.decline(consulted, 'announce');
    if (!hasBody) return this.bypass('no-body', 'announce');
    this.phase = { name: 'body', covered: consulted };
    return 'need-body';
  }

  /**
   * @param complete false when the body did not fit the proxy's buffer: the call then goes on uncached
   * @param moreTime asks the proxy to wait this many ms longer for the decision than it usually does
   */
  async onRequestBody(body: Uint8Array, complete: boolean, moreTime: (ms: number) => void): Promise<BodyDecision> {
    if (this.phase.name !== 'body') throw new Error(`request body in phase ${this.phase.name}`);
    const { covered } = this.phase;
    this.phase = { name: 'ended' };
    this.bodyAt = this.core.clock.monotonic();
    if (!complete || body.length > this.core.limits.requestBytes) return this.goOn('body-too-large');
    const asked = 'lookup' in covered ? covered : consult(covered, body);
    if ('declined' in asked) return this.decline(asked, CONTINUE);
    return await this.decide(asked, body, moreTime);
  }

  /** Whether the response body is wanted. */
  onResponseHead(head: ResponseHead, hasBody: boolean): boolean {
    if (this.phase.name !== 'upstream') return false;
    const { plan } = this.phase;
    const admitted = hasBody
      ? admitHead(head, this.core.codec, plan.question.crossOrigin)
      : { refused: 'empty' as const };
    if ('refused' in admitted) return this.refuse(admitted.refused);
    // A policy that reads the answer is asked when it is there.
    const ruling = plan.run.readsResponseBody ? undefined : plan.run.onResponse(head, undefined);
    if (ruling?.kind === 'none') {
      this.problem = ruling.problem;
      return this.refuse(ruling.reason);
    }
    this.storing = true;
    this.phase = {
      name: 'capture',
      plan: { ...plan, head, store: ruling?.store },
      capture: admitted,
      copy: this.core.captures.open(),
    };
    return true;
  }

  /** Takes a copy of a piece of the response body. False: no more is wanted. */
  onResponseChunk(chunk: Uint8Array): boolean {
    if (this.phase.name !== 'capture') return false;
    const { plan, copy } = this.phase;
    const { maxBytes = Infinity } = plan.store ?? {};
    const bytes = copy.length + chunk.length;
    if (bytes > Math.min(maxBytes, this.core.limits.responseBytes)) return this.refuse('response-too-large');
    return copy.append(chunk) || this.refuse('capture-full');
  }

  /** The response is whole: hand it to the write-behind queue. */
  onResponseEnd(): void {
    if (this.phase.name !== 'capture') return;
    const { plan, capture, copy } = this.phase;
    const body = copy.take();
    this.phase = { name: 'ended' };
    const upstreamMs = this.core.clock.monotonic() - plan.sentAt;
    this.upstreamMs = upstreamMs;
    const { tried } = this;
    const accepted = this.core.writes.enqueue({
      // What the copy takes, which may be more than it holds.
      bytes: body.buffer.byteLength,
      run: async () => {
        const captured = { ...plan, capture, body, upstreamMs, flight: this.flight, tried };
        const kept = await stopwatch(this.core.clock, this.steps)('store', () => keepAnswer(captured, this.core));
        if (kept.kind === 'refused') this.problem = kept.problem;
        this.record(kept);
      },
    });
    if (!accepted) this.refuse('queue-full');
    else this.tried = undefined;
  }

  /** The exchange is over for the cache, in whatever phase: nothing more will come. */
  end(reason: StoreRefusal): void {
    if (this.phase.name === 'ended') {
      if (this.verdict?.kind === 'hit') this.record(undefined);
      // As in Azure: what was not looked up is not kept.
      if (this.verdict?.kind === 'bypass') this.record(this.run?.stores === true ? NOT_LOOKED_UP : undefined);
      return;
    }
    this.refuse(reason);
  }

  /** The cache failed here; the call goes on without it. */
  fail(): void {
    this.verdict ??= { kind: 'bypass', reason: 'internal-error' };
    this.refuse('internal-error');
  }

  disclosure(): Disclosure | undefined {
    if (this.verdict === undefined) return undefined;
    const hit = this.outcome?.kind === 'hit' ? this.outcome : undefined;
    const now = this.core.clock.now();
    return {
      verdict: this.verdict,
      policy: this.run?.policy,
      similarity: this.outcome?.similarity,
      score: this.outcome?.score,
      entry: (hit?.entry ?? this.shadowed())?.id,
      ttlSeconds: hit && Math.max(0, Math.floor((hit.entry.expiresAt - now) / 1000)),
      ageSeconds: hit && ageSeconds(hit.entry.createdAt, now),
      storing: this.storing,
    };
  }

  private async decide(asked: Asked, body: Uint8Array, moreTime: (ms: number) => void): Promise<BodyDecision> {
    const { codec, clock, privacy } = this.core;
    const question = await questionOf(asked, body, { codec, clock, privacy }, this.steps);
    if (typeof question === 'string') return this.goOn(question);
    this.question = question;
    const outcome = question.directives.noCache
      ? ({ kind: 'miss', reason: 'client-no-cache' } as const)
      : await this.lookUp(question, moreTime);
    this.outcome = outcome;
    this.conclude(verdictOf(outcome));
    if (outcome.kind === 'hit') {
      if (outcome.reason === 'semantic' && question.lookup.bound) this.core.reports.served(outcome, question);
      return { kind: 'replay', answer: outcome.rendered, paceMs: question.lookup.paceMs };
    }
    this.tried = outcome.trial && { trial: outcome.trial, exchange: this.of.exchange, question };
    if (question.directives.onlyIfCached) {
      this.refuse('client-only-if-cached');
      return { kind: 'gateway-timeout' };
    }
    this.prepareStore(question, asked.run, outcome);
    return CONTINUE;
  }

  private async lookUp(question: Question, moreTime: (ms: number) => void): Promise<Hit | Miss> {
    const spent: Miss = { kind: 'miss', reason: 'budget-spent' };
    const deps = this.core.lookupDeps;
    // Reading a large body may have taken some of it already.
    const deadline = this.bodyAt + this.rules.lookupBudgetMs;
    const budgetMs = Math.max(0, deadline - this.core.clock.monotonic());
    const outcome = await within(lookup(question, deps, { steps: this.steps, deadline }), budgetMs, spent);
    const { coalesceMs, shadow } = question.lookup;
    if (shadow) return shadowOf(outcome);
    if (outcome.kind === 'hit' || coalesceMs === 0 || this.run?.stores !== true) return outcome;
    // Led from here, not from when the call goes on: of calls that looked up side by side, one is first.
    this.flight = this.core.coalescer.lead(question.id);
    if (this.flight !== undefined) return outcome;
    moreTime(coalesceMs + this.rules.lookupBudgetMs);
    const entry = await this.core.coalescer.follow(question.id, coalesceMs);
    const { trial } = outcome;
    const released: Miss = { kind: 'miss', reason: 'coalesce-released', ...(trial && { trial }) };
    const coalesced = entry === undefined ? released : await serveCoalesced(entry, question, deps, this.steps);
    if (trial && coalesced !== released) this.core.checks.dropped({ trial, exchange: this.of.exchange, question });
    return coalesced;
  }

  /** The call goes upstream; if the policy stores, its answer is wanted. */
  private prepareStore(question: Question, run: PolicyRun, { vector }: Miss): void {
    if (run.stores)
      this.phase = { name: 'upstream', plan: { question, run, vector, sentAt: this.core.clock.monotonic() } };
    else this.refuse('lookup-only');
  }

  private goOn(reason: BypassReason): BodyDecision {
    this.conclude({ kind: 'bypass', reason });
    return CONTINUE;
  }

  private conclude(verdict: Verdict): void {
    this.verdict = verdict;
    this.decidedAt = this.core.clock.monotonic();
  }

  private bypass<D>(reason: BypassReason, decision: D): D {
    this.verdict = { kind: 'bypass', reason };
    return decision;
  }

  private decline<D>({ declined, problem }: Declined, decision: D): D {
    this.problem = problem;
    return this.bypass(declined, decision);
  }

  private shadowed(): KeptEntry | undefined {
    return this.outcome?.kind === 'miss' ? this.outcome.shadowed : undefined;
  }

  /** No more of the answer is wanted. */
  private refuse(reason: StoreRefusal): false {
    if (this.phase.name === 'capture') this.phase.copy.drop();
    this.phase = { name: 'ended' };
    this.storing = false;
    this.flight?.land(undefined);
    if (this.tried !== undefined) this.core.checks.dropped(this.tried);
    this.tried = undefined;
    this.record({ kind: 'refused', reason });
    return false;
  }

  private record(store: StoreOutcome | undefined): void {
    if (this.recorded || this.verdict === undefined) return;
    this.recorded = true;
    const hit = this.outcome?.kind === 'hit' ? this.outcome : undefined;
    const now = this.core.clock.monotonic();
    const record: DecisionRecord = {
      exchange: this.of.exchange,
      policy: this.run?.policy,
      problem: this.problem,
      dialect: this.question?.request.dialect ?? this.dialect,
      model: this.question?.request.model,
      verdict: this.verdict,
      similarity: this.outcome?.similarity,
      score: this.outcome?.score,
      entry: (hit?.entry ?? this.shadowed())?.id ?? (store?.kind === 'stored' ? this.question?.id : undefined),
      ageSeconds: hit && ageSeconds(hit.entry.createdAt, this.core.clock.now()),
      partition: this.question?.partition,
      form: this.question?.request.rendering.form,
      store,
      upstreamMs: this.upstreamMs,
      phases: {
        ...phaseTimes(this.steps),
        ...(this.decidedAt !== undefined && { total: this.decidedAt - this.bodyAt }),
      },
      trace: this.of.trace?.(),
      timeline: {
        from: this.startedAt,
        to: (hit && this.decidedAt) ?? now,
        steps: this.steps.slice(),
        epoch: this.core.clock.now() - now,
      },
      saved: hit && {
        promptTokens: hit.entry.completion.usage?.promptTokens ?? 0,
        completionTokens: hit.entry.completion.usage?.completionTokens ?? 0,
        upstreamMs: hit.entry.upstreamMs,
      },
    };
    this.core.observer.decided(record);
  }
}

/** What is known of an exchange beforehand; see Cache. */
interface ExchangeOf {
  readonly exchange: string;
  readonly trace: (() => TraceContext | undefined) | undefined;
}

type Phase =
  | { readonly name: 'head' }
  | { readonly name: 'body'; readonly covered: Covered | Asked }
  | { readonly name: 'upstream'; readonly plan: StorePlan }
  | {
      readonly name: 'capture';
      readonly plan: AnsweredPlan;
      readonly capture: Capture;
      readonly copy: CaptureBuffer;
    }
  | { readonly name: 'ended' };

/** Written out by kind, for a hit's reasons are none of a miss's. */
function verdictOf(outcome: Hit | Miss): Verdict {
  return outcome.kind === 'hit' ? { kind: 'hit', reason: outcome.reason } : { kind: 'miss', reason: outcome.reason };
}

/** What would have been served is a miss. Hits are drawn for checks as they would be without the shadow. */
export function shadowOf(outcome: Hit | Miss): Miss {
  if (outcome.kind === 'hit') {
    return withheld(outcome, outcome.reason === 'semantic' ? 'shadow-semantic' : 'shadow-exact', undefined);
  }
  return outcome.reason === 'check' ? { ...outcome, reason: 'shadow-semantic' } : outcome;
}

function ageSeconds(createdAt: number, now: number): number {
  return Math.max(0, Math.floor((now - createdAt) / 1000));
}
