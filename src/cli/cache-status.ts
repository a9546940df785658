import { parseList, Token, type BareItem } from 'structured-headers';

/** What our member of a Cache-Status header (RFC 9211) says, by parameter; those without a value are `true`. */
export type CacheStatus = ReadonlyMap<string, string | true>;

/** `undefined` where there is no member of ours. */
export function ownCacheStatus(header: string | undefined): CacheStatus | undefined {
  const own = membersOf(header ?? '').find(([name]) => valueOf(name) === 'llm-semantic-cache');
  return own && new Map([...own[1]].map(([key, item]) => [key, valueOf(item)]));
}

/** None of a header that is not written as it must be. */
function membersOf(header: string): readonly (readonly [BareItem, ReadonlyMap<string, BareItem>])[] {
  try {
    return parseList(header) as [BareItem, Map<string, BareItem>][];
  } catch {
    return [];
  }
}

function valueOf(item: BareItem): string | true {
  if (item === true) return true;
  return item instanceof Token ? item.toString() : String(item);
}
