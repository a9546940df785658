import type { Overview } from '../core/overview';
import { Refused } from './http.js';
import type { Policies } from './overview/policies.js';
import type { Session } from './session.js';

const EVERY_MS = 2000;
/** Policies change seldom. */
const POLICIES_EVERY = 5;
const TIMEOUT_MS = 10_000;

/** What the server tells of itself, asked again and again while somebody looks. */
export interface Live {
  overview(): Overview | undefined;
  policies(): Policies | undefined;
  /** Since when the server has not answered; `undefined`: it does. */
  awaySince(): Date | undefined;
  /** Asks now, and from then on whenever the page is visible. */
  start(): void;
  /** Asks at once, when what is known may have changed. */
  hurry(): void;
}

/** @param changed called after each answer, and when there was none */
export function createLive(session: Session, changed: () => void): Live {
  let overview: Overview | undefined;
  let policies: Policies | undefined;
  let awaySince: Date | undefined;
  let timer: number | undefined;
  let asking = false;
  let round = 0;

  async function look(): Promise<void> {
    const [next, rules] = await Promise.all([
      session.ask<Overview>('overview', { timeout: TIMEOUT_MS }),
      round % POLICIES_EVERY === 0 ? session.ask<Policies>('policies', { timeout: TIMEOUT_MS }) : policies,
    ]);
    overview = next;
    policies = rules;
    round += 1;
  }

  async function turn(): Promise<void> {
    window.clearTimeout(timer);
    if (asking || document.visibilityState !== 'visible') return;
    asking = true;
    const back = awaySince !== undefined;
    try {
      if (session.access() === undefined || back) await session.refresh();
      if (session.access() !== undefined) await look();
      awaySince = undefined;
    } catch (error) {
      // A refusal is an answer, too.
      if (!(error instanceof Refused)) awaySince ??= new Date();
      round = 0;
    } finally {
      asking = false;
    }
    changed();
    timer = window.setTimeout(() => void turn(), EVERY_MS);
  }

  return {
    overview: () => (session.access() === undefined ? undefined : overview),
    policies: () => policies,
    awaySince: () => awaySince,
    start() {
      document.addEventListener('visibilitychange', () => void turn());
      void turn();
    },
    hurry() {
      round = 0;
      void turn();
    },
  };
}
