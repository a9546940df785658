import type { SkippedNode } from './node';
import { BACKEND_CREDENTIALS, CHECKS, LIMITS } from './policy-names';

export type EnvoyPlace = 'before' | 'after';

/**
 * On which side of the cache's filter Envoy has to do what a policy that is not executed would have done; `undefined`: no matter. The
 * backend's own credential comes after: before, it would be taken for the caller's, and all callers would be one.
 */
export function placeInEnvoy({ name, pastLookup }: SkippedNode): EnvoyPlace | undefined {
  if (BACKEND_CREDENTIALS.has(name)) return 'after';
  if (LIMITS.has(name)) return pastLookup ? 'after' : 'before';
  return CHECKS.has(name) ? 'before' : undefined;
}
