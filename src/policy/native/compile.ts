import type { RequestHead } from '../../core/exchange';
import type { StoreSettings } from '../../core/policy';
import type { StoreRefusal } from '../../core/reason';
import type { PolicyCall } from '../call';
import { compileSource } from '../caller/sources';
import { anyReads, constant, READS_HEADS_ONLY, type Computed } from '../computed';
import { ofCredential, ofGroup, type Identity, type IdentityValue } from '../identity';
import type { PolicyMeaning } from '../meaning';
import { compileMatch } from '../match';
import { compiled } from '../compiled';
import type { CompiledPolicy } from '../policy-set';
import type { Findings } from '../problems';
import type { Step } from '../program';
import type { NativeLookup, NativePolicy, NativeStore } from '../sources';
import { storeFor } from '../store-settings';
import { compileCel, type CelPlace } from './cel';
import { describeNative } from './describe';

export interface NativeContext {
  readonly credentialHeaders: readonly string[];
  /** 0 to 1, exclusive. */
  readonly random: () => number;
  readonly findings: Findings;
}

export interface CoveringPolicy {
  readonly meaning: PolicyMeaning;
  readonly covers: (head: RequestHead) => boolean;
  readonly policy: CompiledPolicy;
}

export function compileNative(native: NativePolicy, context: NativeContext): CoveringPolicy {
  const inbound = native.lookup === undefined ? [] : lookupSteps(native, native.lookup, context);
  const outbound = native.store === undefined ? [] : storeSteps(native, native.store, context);
  return {
    meaning: { name: native.name, at: native.at, lines: describeNative(native) },
    covers: compileMatch(native.match),
    policy: compiled(native.name, { inbound, outbound }, native.dialect),
  };
}

function lookupSteps(native: NativePolicy, lookup: NativeLookup, context: NativeContext): readonly Step[] {
  const { varyBy, ...settings } = lookup;
  const identity = identityOf(native, varyBy, context);
  const sample: readonly Step[] = native.sample < 100 ? [{ kind: 'sample', percent: native.sample }] : [];
  const steps: readonly Step[] = [...sample, { kind: 'lookup', lookup: settings, identity }];
  return onlyWhen(native.when, steps, { at: `${native.at}.when`, sees: 'request' }, context.findings);
}

function storeSteps(native: NativePolicy, store: NativeStore, context: NativeContext): readonly Step[] {
  const step: Step = { kind: 'store', store: storeSettings(native, store, context) };
  return onlyWhen(store.when, [step], { at: `${native.at}.store.when`, sees: 'response' }, context.findings);
}

function onlyWhen(
  condition: string | undefined,
  steps: readonly Step[],
  place: CelPlace,
  findings: Findings,
): readonly Step[] {
  if (condition === undefined) return steps;
  const compiledCondition = compileCel(condition, 'bool', place, findings);
  if (compiledCondition === undefined) return [];
  return [{ kind: 'choose', whens: [{ condition: compiledCondition, steps }], otherwise: [] }];
}

function identityOf(native: NativePolicy, varyBy: readonly string[], context: NativeContext): Computed<Identity> {
  const values = varyBy.map((text, i) => variedValue(text, `${native.at}.lookup.varyBy[${i}]`, context.findings));
  const varied = (call: PolicyCall): readonly IdentityValue[] =>
    values.map((value) => [value.source, value.of(call)] as const);
  const of = (call: PolicyCall): Identity => {
    switch (native.share) {
      case 'credential':
        return ofCredential(varied(call), call.head, context.credentialHeaders);
      case 'varyBy':
        return ofGroup(varied(call));
      case 'everyone':
        return { kind: 'known', values: [] };
    }
  };
  return { source: varyBy.join(', '), reads: anyReads(values.map(({ reads }) => reads)), of };
}

function variedValue(text: string, at: string, findings: Findings): Computed<string | null> {
  const nothing: Computed<string | null> = { source: text, reads: READS_HEADS_ONLY, of: () => null };
  if (text.startsWith('cel:')) {
    const computed = compileCel(text.slice('cel:'.length), 'string', { at, sees: 'request' }, findings);
    return { ...nothing, ...computed, source: text };
  }
  const read = compileSource(text);
  if (typeof read === 'function') return { ...nothing, of: (call) => read(call.head, () => call.caller) };
  findings.problems.push(`${at}: got "${text}"; ${read.problem}`);
  return nothing;
}

function storeSettings(
  { at }: NativePolicy,
  { ttl, ttlJitter, maxBytes, toolCalls, refusals }: NativeStore,
  { findings, random }: NativeContext,
): Computed<StoreSettings | StoreRefusal> {
  const place = { at: `${at}.store.ttl`, sees: 'response' } as const;
  const seconds =
    typeof ttl === 'string' ? compileCel(ttl.slice('cel:'.length), 'seconds', place, findings) : constant(ttl);
  const fixed = { at: place.at, ttlJitter, maxBytes, toolCalls, refusals, random };
  return storeFor(seconds ?? constant(0), fixed);
}
