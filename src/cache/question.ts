import type { Clock } from '../core/clock';
import type { PhaseTimes } from '../core/decision';
import type { Codec, DigestedRequest } from '../core/dialect';
import { UnreadableRequestError } from '../core/errors';
import type { RequestDirectives, RequestHead } from '../core/exchange';
import type { LookupSettings, PolicySettings } from '../core/policy';
import type { BypassReason } from '../core/reason';
import { identityOf } from '../policy/identity';
import { exactKeyOf, keptText, partitionOf, type Privacy } from './partition';
import { stopwatch } from './stopwatch';

/** A policy that looks up: only such a one makes questions. */
export type LookupPolicy = PolicySettings & { readonly lookup: LookupSettings };

/** A request reduced to what lookup and store need. */
export interface Question {
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

/** What of a covered call is known before its body. */
export interface Asked {
  readonly head: RequestHead;
  readonly policy: LookupPolicy;
  readonly dialect: string;
  readonly directives: RequestDirectives;
}

export interface QuestionDeps {
  readonly codec: Codec;
  readonly clock: Clock;
  readonly privacy: Privacy;
  readonly credentialHeaders: readonly string[];
}

const NO_WISHES: RequestDirectives = { noStore: false, noCache: false, onlyIfCached: false };

/** The client's directives that the policy hears, or why the cache stays out of this call. */
export function heed(head: RequestHead, hasBody: boolean, policy: LookupPolicy): RequestDirectives | BypassReason {
  const directives = policy.lookup.clientDirectives ? head.directives : NO_WISHES;
  if (directives === undefined) return 'bad-cache-control';
  if (directives.noStore) return 'client-no-store';
  return hasBody ? directives : 'no-body';
}

/** Reads the body and places the call in its partition, or says why that cannot be. */
export async function questionOf(
  asked: Asked,
  body: Uint8Array,
  deps: QuestionDeps,
  phases: PhaseTimes,
): Promise<Question | BypassReason> {
  const { head, policy, dialect, directives } = asked;
  const timed = stopwatch(deps.clock, phases);
  const request = await timed('parse', () => read(dialect, body, head, deps.codec));
  if (typeof request === 'string') return request;
  const { maxMessageCount } = policy.lookup;
  if (maxMessageCount !== undefined && request.messageCount > maxMessageCount) return 'too-many-messages';
  const identity = identityOf(policy.lookup, head, deps.credentialHeaders);
  if (identity.kind === 'missing') return 'identity-missing';
  const { privacy } = deps;
  const partition = partitionOf({ policy, head, request, identity, privacy });
  return {
    request,
    lookup: policy.lookup,
    directives,
    partition,
    id: exactKeyOf(partition, request.comparedText, privacy),
    keptText: keptText(partition, request.comparedText, privacy),
    crossOrigin: head.headers.has('origin'),
  };
}

async function read(
  dialect: string,
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
