import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { CanonicalRequest, DigestedRequest } from '../core/dialect';
import type { JsonValue } from '../core/json';

/** Replaces what is only compared for equality by digests, so that a long conversation leaves its thread as a few hashes. */
export function digestRequest(request: CanonicalRequest): DigestedRequest {
  const { dialect, model, messageCount, comparedText, exactOnly, rendering } = request;
  return {
    dialect,
    model,
    messageCount,
    comparedText,
    exactOnly,
    rendering,
    parametersDigest: digest(request.parameters),
    messages: request.messages.map(({ system, value }) => ({ system, digest: digest(value) })),
  };
}

/** SHA-256, hex, of the canonical JSON (RFC 8785). */
function digest(value: JsonValue): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}
