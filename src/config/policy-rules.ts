import { formatDuration } from '../core/units';
import { distanceOf, hasLearnedScore } from '../core/policy';
import type { AzurePolicies, CallerSettings, NativeLookup, NativePolicy } from '../policy/sources';
import type { Settings } from './settings';

/** What of the settings policies have to agree with. */
type Surrounding = Pick<Settings, 'limits' | 'store'>;

/** Below it most candidates are about something else. As a floor under the score of `standard` and `strict`. */
const LOOSE_FLOOR = 0.8;
/** Below it questions with other answers match. As the threshold itself, in `off` and `guards`. */
const LOOSE_THRESHOLD = 0.9;

/** Rules between policies and other settings, each valid by itself. */
export function policyContradictions(policies: readonly NativePolicy[], settings: Surrounding): readonly string[] {
  return [
    ...policies.flatMap(({ at, lookup }) =>
      lookup === undefined ? [] : tooPatient(`${at}.coalesce`, lookup.coalesceMs, settings),
    ),
    ...repeatedNames(policies),
    ...policies.flatMap(({ at, lookup }) =>
      lookup?.semantic ? unverifiable(`${at}.lookup.verify`, lookup.verify, settings) : [],
    ),
  ];
}

/** The same for what Azure's documents cannot say. */
export function azureContradictions(azure: AzurePolicies | undefined, settings: Surrounding): readonly string[] {
  if (azure === undefined) return [];
  const { coalesceMs, verify } = azure.defaults;
  return [
    ...tooPatient('azure.defaults.coalesce', coalesceMs, settings),
    ...unverifiable('azure.defaults.verify', verify, settings),
  ];
}

/** What is allowed and probably not meant. */
export function policyWarnings(policies: readonly NativePolicy[]): readonly string[] {
  const found = policies.flatMap((policy) => warningsOf(policy, placeOf(policy)));
  const catchAll = policies.find(({ match }) => match.hosts.length === 0 && match.paths.length === 0);
  if (catchAll === undefined || catchAll === policies.at(-1)) return found;
  return [...found, `${placeOf(catchAll)} matches every request: the policies after it are never reached`];
}

/** Where there should be policies. */
export function noneWarning(policies: readonly NativePolicy[]): readonly string[] {
  return policies.length > 0 ? [] : ['policies: the list is empty: nothing is looked up or stored'];
}

/** Who a call is must not rest on what the caller says of itself. */
export function callerWarnings({ subscriptionFrom, userFrom, productFrom }: CallerSettings): readonly string[] {
  return [...subscriptionFrom, ...userFrom, ...productFrom].flatMap((source) => unproven(source, 'callers'));
}

function tooPatient(at: string, coalesceMs: number, { limits }: Surrounding): readonly string[] {
  const most = limits.maxMessageTimeoutMs;
  if (coalesceMs <= most) return [];
  return [
    `${at}: got ${formatDuration(coalesceMs)}; must not be more than limits.max-message-timeout (${formatDuration(most)}), beyond which Envoy does not wait`,
  ];
}

/** The verifier compares texts. */
function unverifiable(at: string, verify: NativeLookup['verify'], { store }: Surrounding): readonly string[] {
  if (store.prompts === 'clear' || verify === 'off') return [];
  return [
    `${at}: got "${verify}"; needs store.prompts: clear (it may be encrypted: store.encryption). With store.prompts: ${store.prompts} choose semantic: false, or verify: off`,
  ];
}

function unproven(source: string, place: string): readonly string[] {
  if (source.startsWith('jwt:')) {
    return [
      `${place}: ${source} is not verified by the cache: have Envoy's jwt_authn refuse bad tokens before this filter, or take metadata:`,
    ];
  }
  if (source !== 'xfcc') return [];
  return [`${place}: xfcc is what the client sends unless Envoy is told to sanitise x-forwarded-client-cert`];
}

function repeatedNames(policies: readonly NativePolicy[]): readonly string[] {
  const first = new Map<string, string>();
  return policies.flatMap(({ name, at }) => {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, at);
    return earlier === undefined
      ? []
      : [`${at}.name: got "${name}"; ${earlier} has this name already: each needs its own`];
  });
}

function placeOf({ at, name }: NativePolicy): string {
  return `${at} (${name})`;
}

function warningsOf({ lookup, store, share }: NativePolicy, place: string): string[] {
  if (lookup === undefined) {
    return store === undefined ? [] : [`${place} stores without a lookup: nothing is kept, for nothing could find it`];
  }
  const found = [...thresholdWarnings(lookup, place)];
  if (share === 'varyBy') found.push(...lookup.varyBy.flatMap((source) => unproven(source, place)));
  if (share === 'everyone') found.push(`${place} shares answers among all callers: share is everyone`);
  if (lookup.semantic && lookup.verify === 'off') {
    found.push(`${place} does not verify candidates: a question that differs only in a number or a "not" may match`);
  }
  return found;
}

function thresholdWarnings({ semantic, minSimilarity, verify, bound }: NativeLookup, place: string): string[] {
  if (!semantic) return [];
  const near = `similarity >= ${minSimilarity} (distance <= ${distanceOf(minSimilarity)})`;
  // Where a threshold is learned, the configured one is a floor in every mode.
  const isThreshold = !hasLearnedScore(verify) && bound === undefined;
  if (isThreshold && minSimilarity < LOOSE_THRESHOLD) {
    return [
      `${place} answers at ${near} with verify: ${verify}, where the similarity alone decides and questions with other answers match; ` +
        `write similarity: 0.95 or scoreThreshold: 0.05 (a distance), or verify: standard`,
    ];
  }
  if (minSimilarity >= LOOSE_FLOOR) return [];
  return [
    `${place} takes candidates at ${near}, where unrelated questions begin to match; ` +
      `scoreThreshold is a distance: write scoreThreshold: 0.15 or similarity: 0.85`,
  ];
}
