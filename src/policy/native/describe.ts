import {
  CLIENT_DIRECTIVES,
  distanceOf,
  type DirectiveSettings,
  type LookupSettings,
  type MatchSettings,
} from '../../core/policy';
import { formatDuration, formatSize } from '../../core/units';
import type { NativeLookup, NativePolicy, NativeStore } from '../sources';

/** What a policy means, in plain words: the essentials in one line, then what restricts it. */
export function describeNative(native: NativePolicy): readonly string[] {
  const { lookup, store } = native;
  const covered = describeCovered(native);
  if (lookup === undefined) return [`${covered}; not cached`];
  const parts = [covered, describeTiers(lookup), describeSharing(native, lookup), ...describeRest(lookup)];
  return [[...parts, describeStore(store)].join('; '), ...restrictions(native, lookup)];
}

function describeCovered({ match, dialect }: NativePolicy): string {
  const told = dialect === 'by-path' ? '' : `, dialect ${dialect} where the path does not tell`;
  return describeMatch(match) + told;
}

function describeMatch({ hosts, paths }: MatchSettings): string {
  const host = hosts.length === 0 ? 'any host' : `host ${hosts.join(' or ')}`;
  return `${host}, ${paths.length === 0 ? 'any path' : `paths under ${paths.join(' or ')}`}`;
}

function describeTiers({ semantic, minSimilarity, verify, candidates, bound }: LookupSettings): string {
  if (!semantic) return 'exact hits only';
  return `semantic hit at similarity >= ${minSimilarity} (distance <= ${distanceOf(minSimilarity)}), verify ${verify}, best ${candidates}${describeBound(bound)}`;
}

function describeBound(bound: LookupSettings['bound']): string {
  if (bound === undefined) return '';
  const { maxFalseHitRate, confidence, checkShare } = bound;
  return `, at most ${percent(maxFalseHitRate)} % of them false (confidence ${confidence}, ${percent(checkShare)} % checked)`;
}

function describeSharing({ share }: NativePolicy, { varyBy }: NativeLookup): string {
  switch (share) {
    case 'credential':
      return `per ${['credential', ...varyBy].join(' and ')}`;
    case 'varyBy':
      return `shared by callers with the same ${varyBy.join(' and ')}`;
    case 'everyone':
      return 'shared by all callers';
  }
}

function describeRest(lookup: LookupSettings): readonly string[] {
  const { ignoreSystemMessages, maxMessageCount, coalesceMs, cachedTokens, paceMs, directives } = lookup;
  return [
    ...(ignoreSystemMessages ? ['system messages ignored'] : []),
    ...(maxMessageCount === undefined ? [] : [`at most ${maxMessageCount} message${maxMessageCount === 1 ? '' : 's'}`]),
    ...(coalesceMs === 0 ? [] : [`identical calls wait ${formatDuration(coalesceMs)}`]),
    ...(cachedTokens ? ['usage of hits counted as cached'] : []),
    ...(paceMs === 0 ? [] : [`streams replayed at an event per ${formatDuration(paceMs)}`]),
    ...describeDirectives(directives),
  ];
}

function describeDirectives({ allowed, maxAgeAtLeast, minFreshAtMost }: DirectiveSettings): readonly string[] {
  if (allowed.length === 0) return ["clients' Cache-Control ignored"];
  const some = CLIENT_DIRECTIVES.every((each) => allowed.includes(each)) ? [] : [`only ${allowed.join(', ')}`];
  const bounds = [
    ...some,
    ...(maxAgeAtLeast === 0 ? [] : [`max-age at least ${maxAgeAtLeast} s`]),
    ...(minFreshAtMost === undefined ? [] : [`min-fresh at most ${minFreshAtMost} s`]),
  ];
  return bounds.length === 0 ? [] : [`clients' Cache-Control: ${bounds.join(', ')}`];
}

function describeStore(store: NativeStore | undefined): string {
  if (store === undefined) return 'nothing stored';
  const { ttl, ttlJitter, maxBytes, toolCalls, refusals } = store;
  const kept = typeof ttl === 'number' ? `kept ${ttl} s` : `kept for as many seconds as ${celOf(ttl)} gives`;
  return [
    kept,
    ...(ttlJitter === 0 ? [] : [`up to ${percent(ttlJitter)} % less at random`]),
    ...(maxBytes === undefined ? [] : [`at most ${formatSize(maxBytes)}`]),
    ...(toolCalls ? ['tool calls too'] : []),
    ...(refusals ? ['refusals too'] : []),
  ].join(', ');
}

function restrictions({ when, sample, store }: NativePolicy, { shadow }: LookupSettings): readonly string[] {
  return [
    ...(when === undefined ? [] : [`only when ${onOneLine(when)}`]),
    ...(sample === 100 ? [] : [`only ${sample} % of calls`]),
    ...(shadow ? ['shadow: looked up and reported, never served'] : []),
    ...(store?.when === undefined ? [] : [`kept only when ${onOneLine(store.when)}`]),
  ];
}

function celOf(text: string): string {
  return onOneLine(text.replace(/^cel:/, ''));
}

function onOneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

function percent(fraction: number): number {
  return Number((fraction * 100).toFixed(6));
}
