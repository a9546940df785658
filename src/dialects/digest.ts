import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { CanonicalMessage, CanonicalRequest, DigestedRequest } from '../core/dialect';

/** Replaces what is only compared for equality by two hashes. */
export function digestRequest(request: CanonicalRequest): DigestedRequest {
  const { dialect, model, parameters, messages, messageCount, comparedText, exactOnly, rendering } = request;
  const fingerprintOf = (counted: readonly CanonicalMessage[]): string =>
    // Parameters and messages are kept apart by the list around them.
    hash('sha256', canonicalize([parameters, counted.map(({ value }) => value)]) ?? '', 'hex');
  const dialog = messages.filter(({ system }) => !system);
  const fingerprint = fingerprintOf(messages);
  return {
    dialect,
    model,
    messageCount,
    comparedText,
    exactOnly,
    rendering,
    fingerprint,
    fingerprintWithoutSystem: dialog.length === messages.length ? fingerprint : fingerprintOf(dialog),
  };
}
