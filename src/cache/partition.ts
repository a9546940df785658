import { createHmac, hash } from 'node:crypto';
import type { DigestedRequest } from '../core/dialect';
import type { RequestHead } from '../core/exchange';
import type { PolicySettings } from '../core/policy';
import type { Identity } from '../policy/identity';

/** Changes whenever the meaning of the hashed list below changes, so that older entries are left to expire. */
const SCHEME = 'partition/1';

/**
 * The hard filter of every lookup: SHA-256 over all that must be equal for an answer to be reusable. That is the policy,
 * the upstream addressed (host, path, query), whose entries they are, and the fingerprint: every parameter and earlier
 * message. The compared text is not in it, nor is the form (JSON or stream) of the answer.
 */
export function partitionOf(of: {
  readonly policy: PolicySettings;
  readonly head: RequestHead;
  readonly request: DigestedRequest;
  readonly identity: Identity & { kind: 'known' };
}): string {
  const { policy, head, request, identity } = of;
  const ignoreSystem = policy.lookup?.ignoreSystemMessages ?? false;
  const fingerprint = ignoreSystem ? request.fingerprintWithoutSystem : request.fingerprint;
  return digest([
    SCHEME,
    policy.name,
    [head.authority, head.path, head.query],
    identity.values,
    [request.dialect, request.exactOnly, fingerprint],
  ]);
}

/** The id of the entry that answers exactly this text in this partition. */
export function exactKeyOf(partition: string, comparedText: string): string {
  return digest([partition, comparedText]);
}

/** 128 bits of SHA-256, hex: short enough for a header, far beyond accidental collision. */
function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'hex').slice(0, 32);
}

/**
 * A keyed hash of the caller's credential headers, the only form in which a credential is remembered.
 * Calls without any of these headers share one hash: they are one anonymous caller.
 */
export function credentialHasher(headerNames: readonly string[], secret: Uint8Array): (head: RequestHead) => string {
  return (head) => {
    const values = headerNames.map((name) => head.headers.get(name) ?? null);
    return createHmac('sha256', secret).update(JSON.stringify(values)).digest('hex').slice(0, 32);
  };
}
