import { ownCacheStatus, type CacheStatus } from '../../src/cli/cache-status';

/** What the response headers say about the cache's part in an answer. */
export interface CacheReport {
  /** `untouched`: no Cache-Status of ours, so the cache had no part in it. */
  readonly verdict: 'hit' | 'miss' | 'bypass' | 'untouched';
  readonly reason: string | undefined;
  /** The answer is being kept. */
  readonly stored: boolean;
  readonly ttlSeconds: number | undefined;
  readonly ageSeconds: number | undefined;
  readonly similarity: number | undefined;
  readonly entry: string | undefined;
}

/** Reads Cache-Status (RFC 9211), Age and our own headers. */
export function cacheReport(headers: Readonly<Record<string, string | string[] | undefined>>): CacheReport {
  const own = ownCacheStatus(headers['cache-status']?.toString());
  return {
    verdict: own === undefined ? 'untouched' : verdictOf(own),
    reason: own?.get('detail')?.toString(),
    stored: own?.get('stored') === true,
    ttlSeconds: numberOf(own?.get('ttl')),
    ageSeconds: numberOf(headers['age']),
    similarity: numberOf(headers['x-semantic-cache-similarity']),
    entry: headers['x-semantic-cache-entry']?.toString(),
  };
}

function verdictOf(status: CacheStatus): CacheReport['verdict'] {
  if (status.get('hit') === true || status.get('collapsed') === true) return 'hit';
  return status.get('fwd') === 'bypass' ? 'bypass' : 'miss';
}

function numberOf(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
