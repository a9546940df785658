import { PolicyFault } from '../core/errors';
import type { LookupSettings, StoreSettings } from '../core/policy';
import type { BypassReason, StoreRefusal } from '../core/reason';
import type { PolicyCall } from './call';
import type { Computed } from './computed';
import type { Identity } from './identity';

/** What a policy does, whichever way it was written: the steps of Azure's inbound and outbound sections. */
export interface Program {
  readonly inbound: readonly Step[];
  readonly outbound: readonly Step[];
}

export type Step =
  | { readonly kind: 'lookup'; readonly lookup: LookupSettings; readonly identity: Computed<Identity> }
  | { readonly kind: 'store'; readonly store: Computed<StoreSettings | StoreRefusal> }
  | { readonly kind: 'set-variable'; readonly name: string; readonly value: Computed<unknown> }
  | { readonly kind: 'choose'; readonly whens: readonly When[]; readonly otherwise: readonly Step[] }
  /** What follows applies to this percentage of calls only. */
  | { readonly kind: 'sample'; readonly percent: number }
  /** The call is answered or ended here by a policy that the cache does not execute: nothing after it applies. */
  | { readonly kind: 'stop' }
  /** Does nothing, but what it may have changed (keys of `PolicyCall.hidden`) is not known from here on. */
  | { readonly kind: 'hide'; readonly what: string; readonly hides: readonly string[] };

export interface When {
  readonly condition: Computed<boolean>;
  readonly steps: readonly Step[];
}

/** What a policy says to a request. */
export type LookupRuling =
  | { readonly kind: 'lookup'; readonly lookup: LookupSettings; readonly identity: Identity & { kind: 'known' } }
  | { readonly kind: 'none'; readonly reason: BypassReason; readonly problem?: string };

/** What a policy says to an answer. */
export type StoreRuling =
  | { readonly kind: 'store'; readonly store: StoreSettings }
  | { readonly kind: 'none'; readonly reason: StoreRefusal; readonly problem?: string };

/**
 * Runs the inbound steps, those after the lookup too: variables that they set are for the outbound ones. The first lookup that
 * is reached counts. A fault of the policy is a ruling, too.
 *
 * @param random 0 to 1, exclusive
 */
export function ruleOnRequest(inbound: readonly Step[], call: PolicyCall, random: () => number): LookupRuling {
  let ruling: LookupRuling | undefined;
  const none = (reason: BypassReason): void => {
    ruling ??= { kind: 'none', reason };
  };
  const reached: Reached = {
    lookup(step) {
      ruling ??= lookupRuling(step, call);
    },
    sample(percent) {
      if (random() * 100 < percent) return true;
      none('not-sampled');
      return false;
    },
    store: () => true,
    stopped() {
      none('policy-stopped');
    },
  };
  try {
    walk(inbound, call, reached);
  } catch (error) {
    // Azure would fail such a call; whatever was decided before, it goes upstream without the cache.
    return { kind: 'none', reason: 'policy-fault', problem: faultText(error) };
  }
  return ruling ?? { kind: 'none', reason: 'not-selected' };
}

/** Runs the outbound steps up to the first store that is reached. A fault of the policy is a ruling, too. */
export function ruleOnResponse(outbound: readonly Step[], call: PolicyCall): StoreRuling {
  let ruling: StoreRuling | undefined;
  const reached: Reached = {
    lookup: () => undefined,
    sample: () => true,
    store(step) {
      const store = step.store.of(call);
      ruling = typeof store === 'string' ? { kind: 'none', reason: store } : { kind: 'store', store };
      return false;
    },
    stopped: () => undefined,
  };
  try {
    walk(outbound, call, reached);
  } catch (error) {
    return { kind: 'none', reason: 'policy-fault', problem: faultText(error) };
  }
  return ruling ?? { kind: 'none', reason: 'not-selected' };
}

function lookupRuling(step: Step & { kind: 'lookup' }, call: PolicyCall): LookupRuling {
  const identity = step.identity.of(call);
  if (identity.kind === 'missing') return { kind: 'none', reason: 'identity-missing' };
  return { kind: 'lookup', lookup: step.lookup, identity };
}

/** Hears of the steps that decide something, as they are reached. */
interface Reached {
  lookup(step: Step & { kind: 'lookup' }): void;
  /** False: nothing after it matters. */
  store(step: Step & { kind: 'store' }): boolean;
  /** False: this call is none of the sample. */
  sample(percent: number): boolean;
  stopped(): void;
}

/** Takes the steps in order, until one ends the policy: then it gives false. */
function walk(steps: readonly Step[], call: PolicyCall, reached: Reached): boolean {
  return steps.every((step) => take(step, call, reached));
}

function take(step: Step, call: PolicyCall, reached: Reached): boolean {
  switch (step.kind) {
    case 'lookup':
      reached.lookup(step);
      return true;
    case 'store':
      return reached.store(step);
    case 'sample':
      return reached.sample(step.percent);
    case 'stop':
      reached.stopped();
      return false;
    case 'choose':
      return walk(branchOf(step, call), call, reached);
    case 'set-variable':
      call.variables.set(step.name, step.value.of(call));
      call.hidden.delete(`variable:${step.name}`);
      return true;
    case 'hide':
      for (const key of step.hides) call.hidden.set(key, step.what);
      return true;
  }
}

function branchOf(step: Step & { kind: 'choose' }, call: PolicyCall): readonly Step[] {
  return step.whens.find(({ condition }) => condition.of(call))?.steps ?? step.otherwise;
}

function faultText(error: unknown): string {
  if (error instanceof PolicyFault) return error.message;
  throw error;
}
