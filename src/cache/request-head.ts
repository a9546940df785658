import { parseDictionary, type Dictionary } from 'structured-headers';
import type { HeaderMap, RequestDirectives, RequestHead } from '../core/exchange';

/** What a request line and its headers say. */
export interface RequestParts {
  readonly method: string;
  /** In any case. */
  readonly authority: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly headers: HeaderMap;
}

export function headOf({ method, authority, target, headers }: RequestParts): RequestHead {
  const mark = target.indexOf('?');
  return {
    method,
    authority: authority.toLowerCase(),
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers,
    directives: requestDirectives(headers.get('cache-control')),
  };
}

/** RFC 9111 5.2.1. `undefined`: the header is there but cannot be read, so what the client wants is unknown. */
export function requestDirectives(cacheControl: string | undefined): RequestDirectives | undefined {
  if (cacheControl === undefined || cacheControl.trim() === '') return NO_DIRECTIVES;
  try {
    const dictionary = parseDictionary(cacheControl.toLowerCase());
    const maxAge = seconds(dictionary, 'max-age');
    const minFresh = seconds(dictionary, 'min-fresh');
    return {
      noStore: dictionary.has('no-store'),
      noCache: dictionary.has('no-cache'),
      onlyIfCached: dictionary.has('only-if-cached'),
      ...(maxAge !== undefined && { maxAge }),
      ...(minFresh !== undefined && { minFresh }),
    };
  } catch {
    return undefined;
  }
}

const NO_DIRECTIVES: RequestDirectives = { noStore: false, noCache: false, onlyIfCached: false };

function seconds(dictionary: Dictionary, name: string): number | undefined {
  const value: unknown = dictionary.get(name)?.[0];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || value < 0) throw new Error(`${name} is not a number of seconds`);
  return value;
}
