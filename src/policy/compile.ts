import { compileAzure } from './azure/compile';
import { compileCallers } from './caller/identify';
import type { PolicyMeaning } from './meaning';
import { compileNative } from './native/compile';
import { createPolicySet, type PolicySet } from './policy-set';
import { noFindings } from './problems';
import type { PolicySources } from './sources';

export interface CompileOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 0 to 1, exclusive. */
  readonly random: () => number;
}

export interface CompiledPolicies {
  readonly set: PolicySet;
  /** Any: the set must not be used. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** In the order in which they are tried. */
  readonly meanings: readonly PolicyMeaning[];
}

/** The one model of which native policies, Azure's documents and annotations are three ways of writing. */
export function compilePolicies(sources: PolicySources, { now, random }: CompileOptions): CompiledPolicies {
  const findings = noFindings();
  const context = { credentialHeaders: sources.credentialHeaders, random, findings };
  const azure = sources.azure && compileAzure(sources.azure, sources, context);
  const native = sources.native.map((policy) => compileNative(policy, context));
  const set = createPolicySet({
    now,
    random,
    callerOf: compileCallers(sources),
    find: (head, caller) => azure?.find(head, caller) ?? native.find(({ covers }) => covers(head))?.policy,
  });
  const meanings = [...(azure?.meanings ?? []), ...native.map(({ meaning }) => meaning)];
  return { set, meanings, ...findings };
}
