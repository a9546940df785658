import { setImmediate } from 'node:timers/promises';
import type { Cache } from '../cache/cache';
import type { BodyDecision, CacheSession } from '../cache/session';
import type { DecisionRecord, Observer } from '../core/decision';
import type { DialectName } from '../core/dialect';
import type { PlacedInTime } from './in-order';
import { placeholderAnswer } from './placeholder';
import type { RecordedAnswer, RecordedCall } from './recorded-call';
import { underWay } from './under-way';
import type { VirtualClock } from './virtual-clock';

/** What is known of a call before it is decided on. */
export interface Peeked {
  readonly dialect: DialectName;
  /** Of the last message; empty where it has no text. */
  readonly text: string;
}

/** A call with its place in time, looked into. */
export interface ReadyCall extends PlacedInTime {
  /** `undefined`: it is no completion call that can be read. */
  readonly peeked: Peeked | undefined;
}

export interface ReplayParts {
  readonly cache: Pick<Cache, 'open' | 'drained'>;
  readonly clock: VirtualClock;
  /** The decision on an exchange that was a hit; asked once. */
  readonly decided: (exchange: string) => DecisionRecord | undefined;
  /** A hit, before anything else happens. */
  readonly onHit: (record: DecisionRecord, call: ReadyCall) => Promise<void>;
  readonly failed: Observer['failed'];
  /** Answers that policies hold against each other are compared. */
  readonly settled: () => Promise<void>;
  /** Removes what has expired, or is beyond the store's bounds, as the sweeper does. */
  readonly sweep: () => Promise<void>;
  readonly sweepIntervalMs: number;
  /** What a waiting call adds to the time for which the policy lets it wait, ms. */
  readonly lookupBudgetMs: number;
}

/**
 * Drives the cache with recorded calls, as the proxy would have: each is decided at its time, and what goes upstream is answered when the
 * recording says that it was. A hit is not stored again. An exchange goes by the number of its call.
 */
export async function replayCalls(calls: AsyncIterable<ReadyCall>, parts: ReplayParts): Promise<void> {
  const { cache, clock } = parts;
  const later = underWay();
  let sweptAt: number | undefined;

  async function advance(to: number): Promise<void> {
    for (let due = later.take(to); due !== undefined; due = later.take(to)) {
      clock.advance(due.at);
      await due.run();
      await cache.drained();
      await parts.settled();
      // Calls that waited for this answer go on now.
      await setImmediate();
    }
    if (to === Infinity) return;
    clock.advance(to);
    sweptAt ??= to;
    if (to - sweptAt < parts.sweepIntervalMs) return;
    sweptAt = to;
    await parts.sweep();
  }

  async function decideOn(ready: ReadyCall, exchange: string): Promise<void> {
    const { head, body } = ready.call;
    const session = cache.open(exchange);
    const wish = session.onRequestHead(head, body.length > 0);
    if (wish !== 'need-body') {
      session.end('aborted');
      return;
    }
    const waits = signal<number>();
    const decision = session.onRequestBody(body, true, waits.give).then(
      (made) => goOn(made, session, ready, exchange),
      (error: unknown) => {
        // The proxy would let the call go on without the cache.
        session.fail();
        parts.failed('replay', error);
      },
    );
    const waiting = await Promise.race([decision, waits.given]);
    // The decision comes with the answer to an identical call, or after real time when that takes too long.
    if (typeof waiting === 'number') {
      later.add({ at: clock.now() + waiting - parts.lookupBudgetMs, run: () => decision });
    }
  }

  async function goOn(
    decision: BodyDecision,
    session: CacheSession,
    ready: ReadyCall,
    exchange: string,
  ): Promise<void> {
    if (decision.kind === 'continue') {
      const at = clock.now() + (ready.call.upstreamMs ?? 0);
      later.add({ at, run: () => answered(session, ready) });
      return;
    }
    session.end('aborted');
    const record = parts.decided(exchange);
    if (decision.kind === 'replay' && record !== undefined) await parts.onHit(record, ready);
  }

  for await (const ready of calls) {
    await advance(ready.at);
    await decideOn(ready, String(ready.call.number));
  }
  await advance(Infinity);
}

/** The upstream's answer comes by. */
function answered(session: CacheSession, ready: ReadyCall): Promise<void> {
  const { status, headers, body } = answerTo(ready);
  const wanted = session.onResponseHead({ status, headers, fromUpstream: true }, body.length > 0);
  if (wanted && session.onResponseChunk(body)) session.onResponseEnd();
  session.end('aborted');
  return Promise.resolve();
}

const JSON_HEADERS = new Map([['content-type', 'application/json']]);

function answerTo({ call, peeked }: ReadyCall): RecordedAnswer {
  if (call.answer !== undefined) return call.answer;
  const dialect = peeked?.dialect ?? 'openai-chat';
  const body = placeholderAnswer(dialect, usageOf(call));
  return { status: 200, headers: JSON_HEADERS, body };
}

/** Nothing, where it is not known: a client that asks for usage gets some. */
function usageOf({ usage }: RecordedCall): NonNullable<RecordedCall['usage']> {
  return usage ?? { promptTokens: 0, completionTokens: 0 };
}

function signal<T>(): { readonly given: Promise<T>; readonly give: (value: T) => void } {
  let give!: (value: T) => void;
  const given = new Promise<T>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
