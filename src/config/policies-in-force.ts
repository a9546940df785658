import { compilePolicies, type CompiledPolicies } from '../policy/compile';
import { withPod, type PodPolicies } from '../policy/in-force';
import type { PolicyMeaning } from '../policy/meaning';
import type { PolicySet } from '../policy/policy-set';
import type { AzurePolicies, PolicySources } from '../policy/sources';
import { readPodPolicy, type PodPolicy } from './annotations/pod-policy';
import type { FileTexts } from './file-texts';
import { POLICY_SURROUNDINGS, type LoadedSettings } from './load';
import { azureContradictions, policyContradictions, policyWarnings } from './policy-rules';
import { documentAlone } from './policy-sources';
import type { Settings } from './settings';

/** The configured policies together with the pod's own. */
export interface PoliciesInForce {
  readonly set: PolicySet;
  /** In the order in which they are tried. */
  readonly meanings: readonly PolicyMeaning[];
  /** Of the pod's own policies; those of the configuration are told with it. */
  readonly warnings: readonly string[];
  readonly pod: {
    /** What its annotations say, as plain data. */
    readonly said: PodPolicy;
    readonly policies: PodPolicies;
    readonly meanings: readonly PolicyMeaning[];
    /** Why its annotations as they are now are not applied. */
    readonly problems: readonly string[];
  };
}

/**
 * Reads the pod's annotations. Wrong ones are never applied: those of `before`, which ran so far, stay; where there are none, nothing is
 * cached.
 */
export function policiesInForce(
  { settings, policies }: Pick<LoadedSettings, 'settings' | 'policies'>,
  { files, before }: { readonly files: FileTexts; readonly before?: PoliciesInForce },
): PoliciesInForce {
  const read = readPod(settings, files);
  const pod =
    read.problems.length === 0
      ? read
      : { ...(before?.pod ?? UNKNOWN), problems: read.problems, warnings: read.warnings };
  // A pod with policies of its own has no use for the one that applies where nobody has written any.
  const configured = pod.policies.kind === 'own' && settings.policiesAreDefault ? NOTHING : policies;
  return {
    set: withPod(configured.set, pod.policies),
    meanings: meaningsOf(pod.policies.kind, pod.meanings, configured.meanings),
    warnings: pod.warnings,
    pod,
  };
}

const UNKNOWN: Omit<Pod, 'warnings'> = {
  said: { kind: 'none' },
  policies: { kind: 'unknown' },
  meanings: [],
  problems: [],
};
const NOTHING: Pick<CompiledPolicies, 'set' | 'meanings'> = { set: { match: () => undefined }, meanings: [] };

type Pod = PoliciesInForce['pod'] & { readonly warnings: readonly string[] };

function meaningsOf(
  kind: PodPolicies['kind'],
  own: readonly PolicyMeaning[],
  configured: readonly PolicyMeaning[],
): readonly PolicyMeaning[] {
  if (kind === 'disabled' || kind === 'unknown') return [];
  return [...own, ...configured];
}

function readPod(settings: Settings, files: FileTexts): Pod {
  const nothing: Pod = { said: { kind: 'none' }, policies: { kind: 'none' }, meanings: [], problems: [], warnings: [] };
  const { file } = settings.annotations;
  if (file === undefined) return nothing;
  const text = files.read(file);
  if ('problems' in text) return { ...nothing, problems: text.problems };
  const read = readPodPolicy(text.text);
  if ('problems' in read) return { ...nothing, problems: read.problems };
  const { pod } = read;
  if (pod.kind === 'none' || pod.kind === 'disabled') return { ...nothing, said: pod, policies: { kind: pod.kind } };
  const sources = sourcesOf(pod, settings);
  const { set, meanings, problems, warnings } = compilePolicies(sources, POLICY_SURROUNDINGS);
  return {
    said: pod,
    policies: { kind: 'own', set },
    meanings,
    problems: [
      ...policyContradictions(sources.native, settings),
      ...azureContradictions(sources.azure, settings),
      ...problems,
    ],
    warnings: [...policyWarnings(sources.native), ...warnings],
  };
}

function sourcesOf(pod: PodPolicy & { kind: 'native' | 'azure' }, settings: Settings): PolicySources {
  if (pod.kind === 'native') return { ...settings, native: [pod.policy], azure: undefined };
  return { ...settings, native: [], azure: azureOf(pod, settings) };
}

function azureOf(
  { share, shadow, verify, bound, dialect, document, match }: PodPolicy & { kind: 'azure' },
  settings: Settings,
): AzurePolicies {
  const alone = documentAlone(document, { name: 'annotations', match }, settings);
  const defaults = {
    ...alone.defaults,
    ...(share !== undefined && { share }),
    ...(shadow !== undefined && { shadow }),
    ...(verify !== undefined && { verify }),
    ...(bound !== undefined && { bound }),
    ...(dialect !== undefined && { dialect }),
  };
  return { ...alone, defaults };
}
