import { createHmac } from 'node:crypto';
import type { DigestedRequest } from '../core/dialect';
import type { RequestHead } from '../core/exchange';
import type { PromptsKept } from '../core/prompts';
import type { Identity } from '../policy/identity';

/** What is kept of whom, and how it is disguised; the same for every process that shares the store. */
export interface Privacy {
  /** Key of all digests. */
  readonly secret: Uint8Array;
  readonly prompts: PromptsKept;
  /** Whether the store encrypts texts and answers. */
  readonly encrypted: boolean;
}

/** Changes whenever the meaning of the hashed list below changes, so that older entries are left to expire. */
const SCHEME = 'partition/3';

/**
 * The hard filter of every lookup: a hash over all that must be equal for an answer to be reusable. That is the policy, the
 * upstream addressed (host, path, query), the page that calls (Origin), whose entries they are, and the fingerprint: every parameter and earlier message.
 * The compared text is not in it, nor is the form (JSON or stream) of the answer. Keyed (HMAC-SHA-256), because credentials
 * go into it: it is the only form in which one is remembered.
 */
export function partitionOf(of: {
  /** Its name. */
  readonly policy: string;
  readonly ignoreSystemMessages: boolean;
  readonly head: RequestHead;
  readonly request: DigestedRequest;
  readonly identity: Identity & { kind: 'known' };
  readonly privacy: Privacy;
}): string {
  const { policy, ignoreSystemMessages, head, request, identity, privacy } = of;
  const fingerprint = ignoreSystemMessages ? request.fingerprintWithoutSystem : request.fingerprint;
  const equal = [
    SCHEME,
    // Entries that are kept in another form could not be read or compared with.
    [privacy.prompts, privacy.encrypted],
    policy,
    // A browser's call has an Origin, and its answer may need headers that were made for it: see admission.
    [head.authority, head.path, head.query, head.headers.get('origin') ?? null],
    identity.values,
    [request.dialect, request.exactOnly, fingerprint],
  ];
  return shortened(keyedDigest(privacy, equal));
}

/** The id of the entry that answers exactly this text in this partition. Keyed: whoever reads ids cannot try texts out. */
export function exactKeyOf(partition: string, comparedText: string, privacy: Privacy): string {
  return shortened(keyedDigest(privacy, [partition, comparedText]));
}

/** The compared text as the store keeps it. Digests of the same text in two partitions differ. */
export function keptText(partition: string, comparedText: string, privacy: Privacy): string {
  switch (privacy.prompts) {
    case 'clear':
      return comparedText;
    case 'hashed':
      return keyedDigest(privacy, ['text', partition, comparedText]);
    case 'none':
      return '';
  }
}

function keyedDigest({ secret }: Privacy, of: unknown): string {
  return createHmac('sha256', secret).update(JSON.stringify(of)).digest('hex');
}

/** Hex digits of ids and partitions. 128 bits: short enough for a header, far beyond accidental collision. */
const KEY_LENGTH = 32;
const KEY = new RegExp(`^[0-9a-f]{${KEY_LENGTH}}$`);

/** What `isKey` asks for, for people. */
export const KEY_RULE = `must be ${KEY_LENGTH} hex digits`;

/** Whether a text can be an entry's id, or a partition. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

function shortened(digest: string): string {
  return digest.slice(0, KEY_LENGTH);
}
