import type { PolicyRun, PolicySet } from '../policy/policy-set';

export interface ServingPolicies {
  readonly set: PolicySet;
  /** Policies that only look, by name, as far as a call came to them. */
  shadowed(): readonly string[];
  /** The same of those that bound their false hits. */
  bounded(): readonly string[];
}

/** Policies that only look serve here, for that is the question; and it is told which they are. */
export function asIfServing(set: PolicySet): ServingPolicies {
  const shadowed = new Set<string>();
  const bounded = new Set<string>();
  const serving = (run: PolicyRun): PolicyRun => ({
    ...run,
    onRequest(body) {
      const ruling = run.onRequest(body);
      if (ruling.kind === 'none') return ruling;
      if (ruling.lookup.shadow) shadowed.add(run.policy);
      if (ruling.lookup.bound !== undefined) bounded.add(run.policy);
      return { ...ruling, lookup: { ...ruling.lookup, shadow: false } };
    },
  });
  const match: PolicySet['match'] = (head) => {
    const run = set.match(head);
    return run && serving(run);
  };
  return { set: { match }, shadowed: () => [...shadowed], bounded: () => [...bounded] };
}
