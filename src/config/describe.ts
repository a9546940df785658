import type { LookupSettings, MatchSettings, PolicySettings } from '../core/policy';
import { formatDuration, formatSize } from '../core/units';
import { distanceOf } from './rules';
import { formatAddress } from './schema/address';
import type { EntryStoreSettings, Settings } from './settings';

/** What the settings mean, for people; one line each, policies in the order in which they are tried. */
export function describeSettings(settings: Settings): string {
  const { listen, admin, embedding, store, headers, limits, log } = settings;
  return [
    `listen: ${formatAddress(listen.address)}`,
    `admin: ${formatAddress(admin.address)}`,
    `model: ${embedding.model}, ${plural(embedding.threads, 'thread')}`,
    `store: ${describeStore(store)}`,
    `limits: request body ${formatSize(limits.requestBody)}, response body ${formatSize(limits.responseBody)}, lookup ${formatDuration(limits.lookupBudgetMs)}`,
    `response headers: ${headers.enabled ? 'on' : 'off'}; log level: ${log.level}`,
    `policies (the first that matches applies):`,
    ...settings.policies.map((policy, i) => `  ${i + 1}. ${describePolicy(policy)}`),
    ...(settings.policies.length === 0 ? ['  none: nothing is cached'] : []),
  ].join('\n');
}

function describeStore(store: EntryStoreSettings): string {
  const place =
    store.kind === 'embedded'
      ? `in ${store.path}`
      : `at ${store.connection.cloudId ?? store.connection.nodes.join(', ')}, indices ${store.indexPrefix}-… (${store.indexType})`;
  const bounds = [
    ...(store.maxBytes === 0 ? [] : [formatSize(store.maxBytes)]),
    ...(store.maxEntries === 0 ? [] : [plural(store.maxEntries, 'entry', 'entries')]),
  ];
  return [
    `${store.kind} ${place}, ${bounds.length === 0 ? 'without a bound' : `at most ${bounds.join(' and ')}`}`,
    ...(store.prompts === 'clear' ? [] : [`prompts ${store.prompts === 'none' ? 'not kept' : 'kept as digests'}`]),
    ...(store.encryption === undefined ? [] : [`encrypted with key ${store.encryption.active}`]),
  ].join('; ');
}

function describePolicy({ name, match, lookup, store }: PolicySettings): string {
  if (lookup === undefined) return `${name}: ${describeMatch(match)}; not cached`;
  const kept =
    store === undefined
      ? 'nothing stored'
      : `kept ${store.durationSeconds} s${store.toolCalls ? ', tool calls too' : ''}`;
  return `${name}: ${[describeMatch(match), describeTiers(lookup), ...describeSharing(lookup), ...describeRest(lookup), kept].join('; ')}`;
}

function describeMatch({ hosts, paths }: MatchSettings): string {
  const host = hosts.length === 0 ? 'any host' : `host ${hosts.join(' or ')}`;
  return `${host}, ${paths.length === 0 ? 'any path' : `paths under ${paths.join(' or ')}`}`;
}

function describeTiers({ semantic, minSimilarity, verify, candidates }: LookupSettings): string {
  if (!semantic) return 'exact hits only';
  const checked = verify === 'off' ? 'not verified' : `verified, best ${candidates}`;
  return `semantic hit at similarity >= ${minSimilarity} (distance <= ${distanceOf(minSimilarity)}), ${checked}`;
}

function describeSharing({ varyBy, varyByCredential }: LookupSettings): readonly string[] {
  const parts = [...(varyByCredential ? ['credential'] : []), ...varyBy];
  return [parts.length === 0 ? 'shared by all callers' : `per ${parts.join(' and ')}`];
}

function describeRest(lookup: LookupSettings): readonly string[] {
  return [
    ...(lookup.ignoreSystemMessages ? ['system messages ignored'] : []),
    ...(lookup.maxMessageCount === undefined ? [] : [`at most ${plural(lookup.maxMessageCount, 'message')}`]),
    ...(lookup.coalesceMs === 0 ? [] : [`identical calls wait ${formatDuration(lookup.coalesceMs)}`]),
    ...(lookup.clientDirectives ? [] : ["clients' Cache-Control ignored"]),
  ];
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
