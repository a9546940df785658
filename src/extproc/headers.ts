import { parseDictionary, type Dictionary } from 'structured-headers';
import type { HeaderMap, RequestDirectives, RequestHead, ResponseHead, Surroundings } from '../core/exchange';
import type { HttpHeaders, ProcessingRequest } from './generated/envoy/service/ext_proc/v3/external_processor';

/** Envoy lower-cases names and sends values in `raw_value`; pseudo-headers are included. */
export function headerMap(message: HttpHeaders): HeaderMap {
  const map = new Map<string, string>();
  for (const { key, value, rawValue } of message.headers?.headers ?? []) {
    const text = rawValue.length > 0 ? rawValue.toString('utf8') : value;
    const before = map.get(key);
    map.set(key, before === undefined ? text : `${before}, ${text}`);
  }
  return map;
}

export function requestHead(headers: HeaderMap, surroundings?: Surroundings): RequestHead {
  const target = headers.get(':path') ?? '';
  const mark = target.indexOf('?');
  return {
    method: headers.get(':method') ?? '',
    authority: (headers.get(':authority') ?? '').toLowerCase(),
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers,
    directives: requestDirectives(headers.get('cache-control')),
    ...(surroundings && { surroundings }),
  };
}

/**
 * `response.code_details` says "via_upstream" when the response really comes from there; Envoy sends it when the filter's
 * `response_attributes` ask for it. Without the attribute the reply is taken for the upstream's.
 */
export function responseHead(headers: HeaderMap, attributes: ProcessingRequest['attributes']): ResponseHead {
  const details: unknown = attributes['envoy.filters.http.ext_proc']?.['response.code_details'];
  return {
    status: Number(headers.get(':status') ?? 0),
    headers,
    fromUpstream: typeof details !== 'string' || details === '' || details === 'via_upstream',
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
