import type { LookupSettings, PolicySettings } from '../../src/core/policy';

/** Lookup settings as configuration gives them by default, but for what a test changes. */
export function lookupSettings(change: Partial<LookupSettings> = {}): LookupSettings {
  return {
    minSimilarity: 0.95,
    semantic: true,
    ignoreSystemMessages: false,
    maxMessageCount: undefined,
    varyBy: [],
    varyByCredential: true,
    verify: 'standard',
    candidates: 5,
    coalesceMs: 0,
    clientDirectives: true,
    ...change,
  };
}

/** A policy that covers every call. */
export function policySettings(change: Partial<PolicySettings> = {}): PolicySettings {
  return {
    name: 'p',
    match: { hosts: [], paths: [] },
    lookup: lookupSettings(),
    store: { durationSeconds: 60, toolCalls: false },
    ...change,
  };
}
