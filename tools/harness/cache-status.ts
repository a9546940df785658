import { parseList, Token, type BareItem } from 'structured-headers';

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
  const own = ownStatus(headers['cache-status']);
  const detail = own?.get('detail');
  return {
    verdict: own === undefined ? 'untouched' : verdictOf(own),
    reason: detail === undefined ? undefined : text(detail),
    stored: own?.get('stored') === true,
    ttlSeconds: numberOf(own?.get('ttl')),
    ageSeconds: numberOf(headers['age']),
    similarity: numberOf(headers['x-semantic-cache-similarity']),
    entry: headers['x-semantic-cache-entry']?.toString(),
  };
}

function ownStatus(header: string | string[] | undefined): Map<string, BareItem> | undefined {
  if (header === undefined) return undefined;
  const members = parseList(header.toString()) as [BareItem, Map<string, BareItem>][];
  return members.find(([name]) => text(name) === 'llm-semantic-cache')?.[1];
}

function verdictOf(status: Map<string, BareItem>): CacheReport['verdict'] {
  if (status.get('hit') === true || status.get('collapsed') === true) return 'hit';
  return text(status.get('fwd') ?? '') === 'bypass' ? 'bypass' : 'miss';
}

function text(item: BareItem): string {
  return item instanceof Token ? item.toString() : String(item);
}

function numberOf(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
