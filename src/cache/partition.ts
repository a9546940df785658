import { createHmac, hash } from 'node:crypto';
import type { DigestedRequest } from '../core/dialect';
import type { RequestHead } from '../core/exchange';
import type { PolicySettings } from '../core/policy';
import type { Identity } from '../policy/identity';

/** Changes whenever the meaning of the hashed list below changes, so that older entries are left to expire. */
const SCHEME = 'partition/1';

/**
 * The hard filter of every lookup: a hash over all that must be equal for an answer to be reusable. That is the policy, the
 * upstream addressed (host, path, query), the page that calls (Origin), whose entries they are, and the fingerprint: every parameter and earlier message.
 * The compared text is not in it, nor is the form (JSON or stream) of the answer. Keyed (HMAC-SHA-256), because credentials
 * go into it: it is the only form in which one is remembered.
 */
export function partitionOf(of: {
  readonly policy: PolicySettings;
  readonly head: RequestHead;
  readonly request: DigestedRequest;
  readonly identity: Identity & { kind: 'known' };
  /** The key; the same for every process that shares the store. */
  readonly secret: Uint8Array;
}): string {
  const { policy, head, request, identity, secret } = of;
  const ignoreSystem = policy.lookup?.ignoreSystemMessages ?? false;
  const fingerprint = ignoreSystem ? request.fingerprintWithoutSystem : request.fingerprint;
  const equal = [
    SCHEME,
    policy.name,
    // A browser's call has an Origin, and its answer may need headers that were made for it: see admission.
    [head.authority, head.path, head.query, head.headers.get('origin') ?? null],
    identity.values,
    [request.dialect, request.exactOnly, fingerprint],
  ];
  return shortened(createHmac('sha256', secret).update(JSON.stringify(equal)).digest('hex'));
}

/** The id of the entry that answers exactly this text in this partition. */
export function exactKeyOf(partition: string, comparedText: string): string {
  return shortened(hash('sha256', `${partition}\n${comparedText}`, 'hex'));
}

/** 128 bits, hex: short enough for a header, far beyond accidental collision. */
function shortened(digest: string): string {
  return digest.slice(0, 32);
}
