import type { Clock } from '../core/clock';
import type { Step } from '../core/decision';
import type { Codec, DialectByHead, DigestedRequest } from '../core/dialect';
import { UnreadableRequestError } from '../core/errors';
import type { RequestDirectives, RequestHead } from '../core/exchange';
import type { LookupSettings } from '../core/policy';
import type { BypassReason } from '../core/reason';
import type { Identity } from '../policy/identity';
import type { PolicyRun } from '../policy/policy-set';
import { heard } from './directives';
import { exactKeyOf, keptText, partitionOf, type Privacy } from './partition';
import { stopwatch } from './stopwatch';

/** A completion call that a policy covers. */
export interface Covered {
  readonly head: RequestHead;
  readonly dialect: DialectByHead;
  readonly run: PolicyRun;
}

/** A covered call whose policy looks it up. */
export interface Asked extends Covered {
  readonly lookup: LookupSettings;
  readonly identity: Identity & { kind: 'known' };
  readonly directives: RequestDirectives;
}

/** Why the cache stays out of a call. */
export interface Declined {
  readonly declined: BypassReason;
  /** Where and why the policy could not be applied. */
  readonly problem?: string;
}

/** A request reduced to what lookup and store need. */
export interface Question {
  /** Name of the policy that covers the call. */
  readonly policy: string;
  readonly request: DigestedRequest;
  readonly lookup: LookupSettings;
  readonly directives: RequestDirectives;
  readonly partition: string;
  /** The exact key. */
  readonly id: string;
  /** The compared text as an entry has it. */
  readonly keptText: string;
  /** Sent by a page in a browser (it has an Origin header). */
  readonly crossOrigin: boolean;
}

export interface QuestionDeps {
  readonly codec: Codec;
  readonly clock: Clock;
  readonly privacy: Privacy;
}

/** Asks the policy, then the client, whether this call is to be looked up. @param body needed when the policy reads it */
export function consult(covered: Covered, body: Uint8Array | undefined): Asked | Declined {
  const ruling = covered.run.onRequest(body);
  if (ruling.kind === 'none') {
    return { declined: ruling.reason, ...(ruling.problem !== undefined && { problem: ruling.problem }) };
  }
  const { lookup, identity } = ruling;
  const directives = heard(covered.head.directives, lookup.directives);
  if (directives === undefined) return { declined: 'bad-cache-control' };
  if (directives.noStore) return { declined: 'client-no-store' };
  return { ...covered, lookup, identity, directives };
}

/** Reads the body and places the call in its partition, or says why that cannot be. */
export async function questionOf(
  asked: Asked,
  body: Uint8Array,
  deps: QuestionDeps,
  steps: Step[],
): Promise<Question | BypassReason> {
  const { head, run, dialect, lookup, identity, directives } = asked;
  const timed = stopwatch(deps.clock, steps);
  const request = await timed('parse', () => read(dialect, body, head, deps.codec));
  if (typeof request === 'string') return request;
  const { maxMessageCount, ignoreSystemMessages } = lookup;
  if (maxMessageCount !== undefined && request.messageCount > maxMessageCount) return 'too-many-messages';
  const { privacy } = deps;
  const partition = partitionOf({ policy: run.policy, ignoreSystemMessages, head, request, identity, privacy });
  return {
    policy: run.policy,
    request,
    lookup,
    directives,
    partition,
    id: exactKeyOf(partition, request.comparedText, privacy),
    keptText: keptText(partition, request.comparedText, privacy),
    crossOrigin: head.headers.has('origin'),
  };
}

async function read(
  dialect: DialectByHead,
  body: Uint8Array,
  head: RequestHead,
  codec: Codec,
): Promise<DigestedRequest | BypassReason> {
  try {
    return await codec.parseRequest(dialect, body, head);
  } catch (error) {
    if (error instanceof UnreadableRequestError) return error.reason;
    throw error;
  }
}
