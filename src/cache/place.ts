import type { DialectByHead } from '../core/dialect';
import type { RequestHead } from '../core/exchange';
import type { Step } from '../core/decision';
import type { PolicyRun } from '../policy/policy-set';
import type { CacheCore, Rules } from './cache-core';
import { consult, questionOf, type Declined, type Question } from './question';

/** A call that no proxy brought: its head, and its body whole. */
export interface PlacedCall {
  readonly head: RequestHead;
  readonly body: Uint8Array;
}

/** A call that is looked up. */
export interface Placed {
  readonly question: Question;
  readonly run: PolicyRun;
}

/** Why it is not, and how far that was found out. */
export interface Unplaced extends Declined {
  readonly policy?: string;
  readonly dialect?: DialectByHead;
}

/** Goes the way of a call of the proxy's up to the lookup. @param steps is told how long reading the body took */
export async function place(
  { head, body }: PlacedCall,
  core: Pick<CacheCore, 'codec' | 'clock' | 'privacy' | 'limits'>,
  { policies }: Pick<Rules, 'policies'>,
  steps: Step[] = [],
): Promise<Placed | Unplaced> {
  const run = policies.match(head);
  const dialect = core.codec.dialectOf(head, run?.dialect ?? 'by-path');
  if (dialect === undefined) return { declined: 'not-a-completion' };
  const of = { dialect, ...(run && { policy: run.policy }) };
  if (run?.looksUp !== true) return { declined: 'no-policy', ...of };
  const covered = { head, dialect, run };
  // In the order in which a session does it.
  const byHead = run.readsRequestBody ? undefined : consult(covered, undefined);
  if (byHead !== undefined && 'declined' in byHead) return { ...byHead, ...of };
  if (body.length > core.limits.requestBytes) return { declined: 'body-too-large', ...of };
  const asked = byHead ?? consult(covered, body);
  if ('declined' in asked) return { ...asked, ...of };
  const question = await questionOf(asked, body, core, steps);
  return typeof question === 'string' ? { declined: question, ...of } : { question, run };
}
