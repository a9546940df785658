import type { Finding } from '../check';
import type { EnvoyFacts } from './facts';
import { ofFilters, type EnvoyCheck } from './look';
import { isOn, type HttpFilter, type Placement } from './placements';
import { someOf } from './values';

/** Who may ask is decided by these. */
const GUARDS = ['jwt_authn', 'ext_authz', 'rbac', 'oauth2', 'basic_auth', 'api_key_auth', 'authn', 'istio_authn'];
/** How much somebody may ask is. */
const LIMITS = ['ratelimit', 'local_ratelimit', 'rate_limit_quota', 'admission_control'];
const COMPRESSION = ['compressor', 'decompressor', 'gzip'];
/** Since this version two ext_proc filters in a chain work; before, bodies were cut. */
const TWO_FILTERS_SINCE = 38;

/** What stands before and after the cache's filter. A hit ends the call there: nothing behind it sees it. */
export const ORDER_CHECKS: readonly EnvoyCheck[] = [
  {
    id: 'envoy-order-access',
    severity: 'error',
    title: 'who may ask is decided before the cache answers',
    why: 'A hit ends at the cache: what stands behind it does not keep anybody from reading stored answers.',
    look: ofFilters((placement) => behind(placement, GUARDS, 'may refuse calls, and comes after the cache')),
  },
  {
    id: 'envoy-order-limits',
    severity: 'warning',
    title: 'rate limits come before the cache',
    why: 'Hits are not counted by a rate limit behind the cache.',
    look: ofFilters((placement) => behind(placement, LIMITS, 'comes after the cache')),
  },
  {
    id: 'envoy-order-cors',
    severity: 'warning',
    title: 'CORS comes before the cache',
    why: 'A hit lacks the headers of a CORS filter behind the cache, and browsers refuse it.',
    look: ofFilters((placement) => behind(placement, ['cors'], 'comes after the cache')),
  },
  {
    id: 'envoy-order-compression',
    severity: 'warning',
    title: 'compression comes before the cache',
    why: 'The cache keeps what the upstream said; behind it a compressor finds no accept-encoding any more, and hits are not compressed.',
    look: ofFilters((placement) => behind(placement, COMPRESSION, 'comes after the cache')),
  },
  {
    id: 'envoy-order-buffer',
    severity: 'info',
    title: 'no filter holds whole bodies',
    why: 'A buffer filter refuses bodies over its own limit (413), and holds each until it is whole.',
    look: ofFilters((placement) =>
      working(placement, ['buffer']).map(({ name }) => ({
        found: `${name} holds whole request bodies`,
        change: 'leave it out, or give it a limit (max_request_bytes) that no prompt exceeds',
      })),
    ),
  },
  {
    id: 'envoy-order-processors',
    severity: 'warning',
    title: 'one ext_proc filter works on a call',
    why: 'Before Envoy 1.38 two of them in a chain cut bodies, and one behind the cache does not see hits.',
    look: ofFilters((placement, facts) => otherProcessors(placement, facts)),
  },
];

function behind(placement: Placement, kinds: readonly string[], what: string): readonly Finding[] {
  const { filters, at } = placement;
  const ours = filters[at]?.name ?? '';
  return working(placement, kinds)
    .filter((filter) => filters.indexOf(filter) > at)
    .map(({ name }) => ({
      found: `${name} ${what}`,
      change: `in http_filters: ${name} before ${ours} (Envoy Gateway: filterOrder of the EnvoyProxy, docs/how-to/envoy-gateway.md)`,
    }));
}

/** Filters of these kinds that work on some route on which the cache's does. */
function working({ filters, variants }: Placement, kinds: readonly string[]): readonly HttpFilter[] {
  return filters.filter(
    (filter) =>
      kinds.includes(filter.kind) && variants.some(({ routes }) => routes.some((place) => isOn(filter, place))),
  );
}

function otherProcessors(placement: Placement, { version = '', placements }: EnvoyFacts): readonly Finding[] {
  const { filters, at } = placement;
  const others = working(placement, ['ext_proc']).filter((filter) => filter !== filters[at]);
  if (others.length === 0) return [];
  const names = someOf(others.map(({ name }) => name));
  const twice = placements.some((other) => other !== placement && other.manager === placement.manager);
  if (twice) {
    return [
      {
        found: 'the cache is asked twice for a call',
        change: 'leave one of the two filters in http_filters',
        severity: 'error',
      },
    ];
  }
  const minor = Number(/^1\.(\d+)\./.exec(version)?.[1] ?? TWO_FILTERS_SINCE);
  const change = 'take Envoy 1.38 or newer; the filter that is to see every call before the cache';
  const severity = minor < TWO_FILTERS_SINCE ? 'warning' : 'info';
  return [{ found: `${names} works on the same calls`, change, severity }];
}
