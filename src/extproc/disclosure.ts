import { serializeList, Token } from 'structured-headers';
import type { Disclosure } from '../cache/session';

/** How this cache calls itself in Cache-Status. */
const CACHE_NAME = 'llm-semantic-cache';

export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** What the client is told: Cache-Status (RFC 9211), Age (RFC 9111 5.1), similarity, score and entry of a match, and the policy. */
export function disclosureHeaders(disclosure: Disclosure): HeaderLines {
  const lines: [string, string][] = [['cache-status', cacheStatus(disclosure)]];
  const { ageSeconds, similarity, score, entry, policy } = disclosure;
  if (ageSeconds !== undefined) lines.push(['age', String(ageSeconds)]);
  if (similarity !== undefined) lines.push(['x-semantic-cache-similarity', similarity.toFixed(4)]);
  if (score !== undefined) lines.push(['x-semantic-cache-score', score.toFixed(4)]);
  if (entry !== undefined) lines.push(['x-semantic-cache-entry', entry]);
  if (policy !== undefined) lines.push(['x-semantic-cache-policy', policy]);
  return lines;
}

export function cacheStatus({ verdict, ttlSeconds, entry, storing }: Disclosure): string {
  const parameters = new Map<string, string | number | boolean | Token>();
  const collapsed = verdict.reason === 'coalesced';
  if (verdict.kind === 'hit' && !collapsed) parameters.set('hit', true);
  else parameters.set('fwd', new Token(forwardReason(verdict.kind, verdict.reason)));
  if (collapsed) parameters.set('collapsed', true);
  if (storing) parameters.set('stored', true);
  if (ttlSeconds !== undefined) parameters.set('ttl', ttlSeconds);
  if (entry !== undefined) parameters.set('key', entry);
  parameters.set('detail', new Token(verdict.reason));
  return serializeList([[new Token(CACHE_NAME), parameters]]);
}

/** RFC 9211 2.2: `request` when the client's own directives kept a stored answer from being used, `stale` for its age. */
function forwardReason(kind: Disclosure['verdict']['kind'], reason: string): string {
  if (kind === 'bypass') return 'bypass';
  if (reason === 'client-no-cache') return 'request';
  if (reason === 'client-max-age' || reason === 'client-min-fresh') return 'stale';
  return 'miss';
}
