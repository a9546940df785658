import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { LearnerSettings, ThresholdLearner } from '../calibration/learner';
import type { Clock } from '../core/clock';
import { StoreUnavailableError } from '../core/errors';
import type { Label, LabelLog } from '../core/label';
import type { VerifyMode } from '../core/policy';
import {
  NOTHING_SERVED,
  type BoundedLookup,
  type Finding,
  type LearnedThreshold,
  type Thresholds,
} from '../core/thresholds';
import type { Verifier } from '../core/verifier';

/** Own labels count at once; those of other replicas within this time, ms. */
const READ_EVERY_MS = 5000;
/** One that no lookup has asked for this long is forgotten, ms: its policy has changed, or is gone. It is made anew from the log. */
const FORGOTTEN_AFTER_MS = 3_600_000;
/** How long it is remembered that a label was folded already, ms: the log may give again what is younger. */
const REMEMBERED_MS = 600_000;

export interface ThresholdOptions {
  readonly log: LabelLog;
  readonly createLearner: (settings: LearnerSettings) => ThresholdLearner;
  /** Identity of the embedder. */
  readonly embedder: string;
  readonly verifier: Pick<Verifier, 'identity' | 'threshold'>;
  readonly clock: Clock;
  readonly failed: (where: string, error: unknown) => void;
}

/** What is known of a policy, for operators. */
export interface PolicyEstimate extends Pick<ThresholdLearner, 'threshold' | 'estimate'> {
  readonly policy: string;
  /** Both 0 to 1. */
  readonly maxFalseHitRate: number;
  readonly confidence: number;
}

/** One learner for each policy and terms, all fed from one log. */
export interface LearnedThresholds extends Thresholds {
  /** Of each policy, by the terms asked for last. */
  estimates(): readonly PolicyEstimate[];
  /** Reads the log; resolves when all that it held is folded. Joins a reading that is under way. */
  read(): Promise<void>;
  /** Reads the log at intervals from now on. */
  start(): void;
  /** Resolves when the labels that were found are in the log, or given up. */
  stop(): Promise<void>;
}

interface Follower extends Pick<Label, 'group' | 'scale' | 'mode'> {
  readonly learner: ThresholdLearner;
  readonly bound: BoundedLookup['bound'];
  /** Place in the log up to which it was folded. */
  after: string | undefined;
  /** False until the log has been read once to its end. */
  ready: boolean;
  /** Folded lately: id to time. */
  readonly folded: Map<string, number>;
  /** Monotonic ms. */
  askedAt: number;
}

/** Until the log is read. */
const NOT_READY: LearnedThreshold = { threshold: NOTHING_SERVED, checkShare: () => 1, wantsNearMiss: () => false };

export function createThresholds(options: ThresholdOptions): LearnedThresholds {
  const { log, clock, verifier, failed } = options;
  const scale = `${options.embedder} ${verifier.identity}`;
  /** By policy and terms; the one that was made last is the last. */
  const followers = new Map<string, Follower>();
  const appending = new Set<Promise<void>>();
  let reading: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function followerOf(policy: string, { verify: mode, minSimilarity, bound }: BoundedLookup): Follower {
    const configured = verifier.threshold(mode, minSimilarity);
    const { maxFalseHitRate, confidence, checkShare, youngShare } = bound;
    const key = [policy, mode, configured, maxFalseHitRate, confidence, checkShare, youngShare].join('\n');
    const known = followers.get(key);
    if (known !== undefined) return known;
    const learner = options.createLearner({ maxFalseHitRate, confidence, configured, checkShare, youngShare });
    const place = { group: policy, scale, mode };
    const made = {
      ...place,
      learner,
      bound,
      after: undefined,
      ready: false,
      folded: new Map(),
      askedAt: clock.monotonic(),
    };
    followers.set(key, made);
    // Its turn comes at the end of a reading that is under way.
    void read().then(() => (made.ready ? undefined : read()));
    return made;
  }

  function fold(label: Label, follower: Follower): void {
    if (!isOf(label, follower) || follower.folded.has(label.id)) return;
    follower.folded.set(label.id, label.at);
    follower.learner.learn({ score: label.score, same: label.same });
  }

  /** Those that are equally far read together. */
  async function readOn(after: string | undefined, together: readonly Follower[]): Promise<void> {
    for (let at = after, more = true; more;) {
      const page = await log.read(at);
      for (const label of page.labels) for (const follower of together) fold(label, follower);
      ({ next: at, more } = page);
      for (const follower of together) follower.after = at;
      // A log may be long, and the store inside the process answers at once.
      await setImmediate();
    }
    for (const follower of together) follower.ready = true;
  }

  async function readAll(): Promise<void> {
    forget();
    const places = new Set([...followers.values()].map(({ after }) => after));
    try {
      // The groups first: one that reads on may come to the place of another.
      const groups = [...places].map((place) => [...followers.values()].filter(({ after }) => after === place));
      for (const together of groups) await readOn(together[0]?.after, together);
    } catch (error) {
      // Its breaker tells of a store that is away.
      if (!(error instanceof StoreUnavailableError)) failed('labels-read', error);
    }
  }

  function read(): Promise<void> {
    reading ??= readAll().finally(() => (reading = undefined));
    return reading;
  }

  function forget(): void {
    for (const [key, follower] of followers) {
      if (clock.monotonic() - follower.askedAt > FORGOTTEN_AFTER_MS) followers.delete(key);
      for (const [id, at] of follower.folded) if (at < clock.now() - REMEMBERED_MS) follower.folded.delete(id);
    }
  }

  function append(label: Label): void {
    const appended = log
      .append(label)
      .catch((error: unknown) => {
        failed('labels-append', error);
      })
      .finally(() => appending.delete(appended));
    appending.add(appended);
  }

  function inForce(policy: string): readonly { mode: VerifyMode; threshold: number }[] {
    const own = [...followers.values()].filter(({ group }) => group === policy);
    return own.map(({ mode, learner: { threshold } }) => ({ mode, threshold }));
  }

  return {
    of(policy, lookup) {
      const follower = followerOf(policy, lookup);
      follower.askedAt = clock.monotonic();
      return follower.ready ? follower.learner : NOT_READY;
    },
    learn({ policy, mode, score, same, source }: Finding) {
      const label = { id: randomUUID(), group: policy, scale, mode, score, same, source, at: clock.now() };
      // One that is still reading the log will find it there.
      for (const follower of followers.values()) if (follower.ready) fold(label, follower);
      append(label);
    },
    inForce,
    estimates() {
      const latest = [...followers.values()].sort((a, b) => a.askedAt - b.askedAt);
      const byPolicy = new Map(latest.map((follower) => [follower.group, follower]));
      return [...byPolicy].map(([policy, { learner, bound }]) => {
        const { threshold, estimate } = learner;
        const { maxFalseHitRate, confidence } = bound;
        return { policy, threshold, maxFalseHitRate, confidence, estimate };
      });
    },
    read,
    start() {
      timer = setInterval(() => void read(), READ_EVERY_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await Promise.all([reading, ...appending]);
    },
  };
}

function isOf(label: Label, { group, scale, mode }: Follower): boolean {
  return label.group === group && label.scale === scale && label.mode === mode;
}
