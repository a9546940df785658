import { CLIENT_DIRECTIVES } from '../../src/core/policy';
import { compilePolicies } from '../../src/policy/compile';
import type { PolicySet } from '../../src/policy/policy-set';
import type { NativeLookup, NativePolicy, NativeStore, PolicySources } from '../../src/policy/sources';

/** Lookup settings as configuration gives them by default, but for what a test changes. */
export function lookupSettings(change: Partial<NativeLookup> = {}): NativeLookup {
  return {
    minSimilarity: 0.95,
    semantic: true,
    ignoreSystemMessages: false,
    maxMessageCount: undefined,
    varyBy: [],
    verify: 'standard',
    bound: undefined,
    candidates: 5,
    coalesceMs: 0,
    directives: { allowed: CLIENT_DIRECTIVES, maxAgeAtLeast: 0, minFreshAtMost: undefined },
    shadow: false,
    cachedTokens: false,
    paceMs: 0,
    ...change,
  };
}

export function storeSettings(change: Partial<NativeStore> = {}): NativeStore {
  return { ttl: 60, ttlJitter: 0, maxBytes: undefined, toolCalls: false, refusals: false, when: undefined, ...change };
}

/** A policy that covers every call. */
export function policySettings(change: Partial<NativePolicy> = {}): NativePolicy {
  return {
    name: 'p',
    at: 'policies[0]',
    match: { hosts: [], paths: [] },
    dialect: 'by-path',
    when: undefined,
    lookup: lookupSettings(),
    store: storeSettings(),
    share: 'credential',
    sample: 100,
    ...change,
  };
}

/** Nothing but these native policies. */
export function nativeSources(
  native: readonly NativePolicy[],
  credentialHeaders: readonly string[] = [],
): PolicySources {
  const callers = { subscriptionFrom: [], userFrom: [], productFrom: [], subscriptions: [], products: [], users: [] };
  return { native, azure: undefined, apis: [], callers, credentialHeaders };
}

/** Time stands still, and chance takes the lowest number. */
export function compiledSet(native: readonly NativePolicy[], credentialHeaders: readonly string[] = []): PolicySet {
  const { set, problems } = compilePolicies(nativeSources(native, credentialHeaders), {
    now: () => 0,
    random: () => 0,
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return set;
}
