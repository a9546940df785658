import type { RequestDirectives } from '../core/exchange';
import type { ClientDirective, DirectiveSettings } from '../core/policy';

/**
 * The client's wishes as far as the policy hears them, within its bounds. `undefined`: what the client wants cannot be told, and the
 * policy would have heard it.
 */
export function heard(
  sent: RequestDirectives | undefined,
  { allowed, maxAgeAtLeast, minFreshAtMost }: DirectiveSettings,
): RequestDirectives | undefined {
  if (allowed.length === 0) return NO_WISHES;
  if (sent === undefined) return undefined;
  const may = (directive: ClientDirective): boolean => allowed.includes(directive);
  const { maxAge, minFresh } = sent;
  return {
    noStore: sent.noStore && may('no-store'),
    noCache: sent.noCache && may('no-cache'),
    onlyIfCached: sent.onlyIfCached && may('only-if-cached'),
    ...(maxAge !== undefined && may('max-age') && { maxAge: Math.max(maxAge, maxAgeAtLeast) }),
    ...(minFresh !== undefined && may('min-fresh') && { minFresh: Math.min(minFresh, minFreshAtMost ?? minFresh) }),
  };
}

const NO_WISHES: RequestDirectives = { noStore: false, noCache: false, onlyIfCached: false };
