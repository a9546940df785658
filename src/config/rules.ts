import type { LookupSettings, PolicySettings } from '../core/policy';
import { formatDuration, formatSize } from '../core/units';
import { formatAddress } from './schema/address';
import type { ElasticsearchStoreSettings, Settings } from './settings';

/** Similarity below which unrelated questions begin to match. */
const LOOSE_SIMILARITY = 0.8;

/** Rules between settings that are each valid by themselves. */
export function contradictions(settings: Settings): readonly string[] {
  const { listen, admin, limits, policies } = settings;
  const problems = policies.flatMap(({ lookup }, i) =>
    lookup !== undefined && lookup.coalesceMs > limits.maxMessageTimeoutMs
      ? [
          `policies[${i}].lookup.coalesce: got ${formatDuration(lookup.coalesceMs)}; must not be more than limits.max-message-timeout (${formatDuration(limits.maxMessageTimeoutMs)}), beyond which Envoy does not wait`,
        ]
      : [],
  );
  const address = formatAddress(admin.address);
  if (admin.address.port !== 0 && address === formatAddress(listen.address)) {
    problems.push(`admin.address: got "${address}"; must not be the same as listen.address`);
  }
  return [...problems, ...repeatedNames(policies), ...unverifiable(settings)];
}

/** What is allowed and probably not meant. */
export function warnings(settings: Settings): readonly string[] {
  const { policies, limits, store } = settings;
  const found = policies.flatMap((policy, i) => policyWarnings(policy, `policies[${i}] (${policy.name})`));
  const catchAll = policies.findIndex(({ match }) => match.hosts.length === 0 && match.paths.length === 0);
  if (catchAll >= 0 && catchAll < policies.length - 1) {
    const name = policies[catchAll]?.name ?? '';
    found.push(`policies[${catchAll}] (${name}) matches every request: the policies after it are never reached`);
  }
  if (policies.length === 0) found.push('policies: the list is empty: nothing is looked up or stored');
  if (store.kind === 'elasticsearch' && sendsSecretsInClear(store)) {
    found.push('store.nodes: credentials travel in the clear over http://: use https://');
  }
  if (limits.writeQueueBytes < limits.responseBody) {
    found.push(
      `limits.write-queue-bytes (${formatSize(limits.writeQueueBytes)}) is less than limits.response-body (${formatSize(limits.responseBody)}): the largest answers never fit the queue`,
    );
  }
  return found;
}

/** The verifier compares texts. */
function unverifiable({ policies, store }: Settings): readonly string[] {
  if (store.prompts === 'clear') return [];
  return policies.flatMap(({ lookup }, i) =>
    lookup?.semantic && lookup.verify === 'standard'
      ? [
          `policies[${i}].lookup.verify: got "standard"; needs store.prompts: clear (it may be encrypted: store.encryption). With store.prompts: ${store.prompts} choose semantic: false, or verify: off`,
        ]
      : [],
  );
}

function repeatedNames(policies: readonly PolicySettings[]): readonly string[] {
  const first = new Map<string, number>();
  return policies.flatMap(({ name }, i) => {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, i);
    return earlier === undefined
      ? []
      : [`policies[${i}].name: got "${name}"; policies[${earlier}] has this name already: each needs its own`];
  });
}

function sendsSecretsInClear({ connection }: ElasticsearchStoreSettings): boolean {
  const { nodes, apiKeyFile, bearerTokenFile, username } = connection;
  const hasSecret = (apiKeyFile ?? bearerTokenFile ?? username) !== undefined;
  return hasSecret && nodes.some((node) => node.startsWith('http://'));
}

function policyWarnings({ lookup, store }: PolicySettings, place: string): string[] {
  if (lookup === undefined) {
    return store === undefined ? [] : [`${place} stores without a lookup: nothing is kept, for nothing could find it`];
  }
  const found = thresholdWarnings(lookup, place);
  if (!lookup.varyByCredential && lookup.varyBy.length === 0) {
    found.push(`${place} shares answers among all callers: vary-by-credential is false and vary-by is empty`);
  }
  if (lookup.semantic && lookup.verify === 'off') {
    found.push(`${place} does not verify candidates: a question that differs only in a number or a "not" may match`);
  }
  return found;
}

function thresholdWarnings({ semantic, minSimilarity }: LookupSettings, place: string): string[] {
  if (!semantic || minSimilarity >= LOOSE_SIMILARITY) return [];
  const distance = distanceOf(minSimilarity);
  return [
    `${place} answers at similarity >= ${minSimilarity} (distance <= ${distance}), where unrelated questions match; ` +
      `score-threshold is a distance: for a strict match write score-threshold: 0.05 or similarity: 0.95`,
  ];
}

/** Azure's `score-threshold` of a similarity, as decimal. */
export function distanceOf(similarity: number): number {
  return Number((1 - similarity).toFixed(12));
}
