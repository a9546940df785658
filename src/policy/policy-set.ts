import type { DialectChoice } from '../core/dialect';
import type { RequestHead, ResponseHead } from '../core/exchange';
import type { PolicyBody, PolicyCall } from './call';
import type { Caller } from './caller/caller';
import type { Reads } from './computed';
import { ruleOnRequest, ruleOnResponse, type LookupRuling, type Program, type StoreRuling } from './program';
import { jsonBody } from './body';
import { once } from '../core/once';

/** The policies in force: an immutable snapshot; a reload makes a new one, and a running exchange keeps its own. */
export interface PolicySet {
  /** The first policy that covers this request, begun for it. */
  match(head: RequestHead): PolicyRun | undefined;
}

/** One policy at work on one exchange. */
export interface PolicyRun {
  readonly policy: string;
  readonly dialect: DialectChoice;
  /** False: nothing is looked up or stored, whatever comes. */
  readonly looksUp: boolean;
  /** False: no answer is kept, whatever comes. */
  readonly stores: boolean;
  readonly readsRequestBody: boolean;
  readonly readsResponseBody: boolean;
  /** @param body needed when `readsRequestBody` */
  onRequest(body: Uint8Array | undefined): LookupRuling;
  /** After `onRequest`. @param body the whole answer as one JSON document; needed when `readsResponseBody` */
  onResponse(response: Pick<ResponseHead, 'status' | 'headers'>, body: Uint8Array | undefined): StoreRuling;
}

/** A policy with everything worked out that does not depend on a call. */
export interface CompiledPolicy {
  readonly name: string;
  readonly dialect: DialectChoice;
  readonly program: Program;
  readonly looksUp: boolean;
  readonly stores: boolean;
  /** Of the inbound steps, and of the outbound ones. */
  readonly inboundReads: Reads;
  readonly outboundReads: Reads;
}

export interface PolicySetParts {
  /** The policy that covers a call. */
  readonly find: (head: RequestHead, caller: () => Caller) => CompiledPolicy | undefined;
  readonly callerOf: (head: RequestHead) => Caller;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 0 to 1, exclusive. */
  readonly random: () => number;
}

export function createPolicySet(parts: PolicySetParts): PolicySet {
  return {
    match(head) {
      const caller = once(() => parts.callerOf(head));
      const policy = parts.find(head, caller);
      return policy && begin(policy, head, caller, parts);
    },
  };
}

function begin(
  policy: CompiledPolicy,
  head: RequestHead,
  caller: () => Caller,
  { now, random }: Pick<PolicySetParts, 'now' | 'random'>,
): PolicyRun {
  const variables = new Map<string, unknown>();
  const hidden = new Map<string, string>();
  const receivedAt = now();
  let requestBody: PolicyBody | undefined;
  const callWith = (response: PolicyCall['response']): PolicyCall => ({
    head,
    get caller() {
      return caller();
    },
    receivedAt,
    requestBody,
    response,
    variables,
    hidden,
  });
  const { inboundReads, outboundReads } = policy;
  return {
    policy: policy.name,
    dialect: policy.dialect,
    looksUp: policy.looksUp,
    stores: policy.stores,
    readsRequestBody: inboundReads.requestBody || outboundReads.requestBody,
    readsResponseBody: outboundReads.responseBody,
    onRequest(body) {
      requestBody = body && jsonBody(body, head.headers.get('content-encoding'));
      return ruleOnRequest(policy.program.inbound, callWith(undefined), random);
    },
    onResponse({ status, headers }, body) {
      const response = { status, headers, body: body && jsonBody(body, undefined) };
      return ruleOnResponse(policy.program.outbound, callWith(response));
    },
  };
}
