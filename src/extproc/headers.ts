import { headOf } from '../cache/request-head';
import type { HeaderMap, RequestHead, ResponseHead, Surroundings } from '../core/exchange';
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
  const head = headOf({
    method: headers.get(':method') ?? '',
    authority: headers.get(':authority') ?? '',
    target: headers.get(':path') ?? '',
    headers,
  });
  return surroundings === undefined ? head : { ...head, surroundings };
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
