import type { DialectChoice } from '../../core/dialect';
import type { BoundSettings, MatchSettings, VerifyMode } from '../../core/policy';
import type { NativePolicy, PolicyDocument, Share } from '../../policy/sources';
import { readPolicies } from '../policy-file';
import { parseDownwardApi } from './downward-api';
import { flatPolicy } from './flat';
import { FOREIGN_KEYS, PREFIX, type Annotations } from './keys';
import { conflicts, faultsOf } from './rules';

/** Problems that are told one by one. */
const MOST_PROBLEMS = 50;

/** What the annotations of a pod ask for. */
export type PodPolicy =
  /** Nothing: they say nothing of the cache. */
  | { readonly kind: 'none' }
  /** That nothing is looked up or stored for this pod, whatever the configuration says. */
  | { readonly kind: 'disabled' }
  | { readonly kind: 'native'; readonly policy: NativePolicy }
  | AzurePodPolicy;

interface AzurePodPolicy {
  readonly kind: 'azure';
  readonly document: PolicyDocument;
  readonly match: MatchSettings;
  /** These five: `undefined` where no annotation says it. */
  readonly share: Share | undefined;
  readonly shadow: boolean | undefined;
  readonly verify: VerifyMode | undefined;
  readonly bound: BoundSettings | undefined;
  readonly dialect: DialectChoice | undefined;
}

/** Every problem names the annotation (or the line) and what to do. */
type ReadPodPolicy = { readonly pod: PodPolicy } | { readonly problems: readonly string[] };

/** The policy in a file of a Downward API volume that holds `metadata.annotations`. docs/annotations.md has the rules. */
export function readPodPolicy(text: string): ReadPodPolicy {
  const parsed = parseDownwardApi(text);
  if ('problems' in parsed) return { problems: firstOf(parsed.problems) };
  const given = ours(parsed.annotations);
  // Before anything else: who switches the cache off must not be kept from it by a mistake beside.
  if (given.get('enabled') === 'false') return { pod: { kind: 'disabled' } };
  if (given.size === 0) return { pod: { kind: 'none' } };
  const conflicting = conflicts(given);
  const read = conflicting.length > 0 ? { problems: conflicting } : formOf(withoutEmpty(given));
  const problems = [...faultsOf(given), ...('problems' in read ? read.problems : [])];
  return problems.length > 0 ? { problems: firstOf(problems) } : read;
}

/** A list in an annotation may have 100,000 wrong elements; a log line may not. */
function firstOf(problems: readonly string[]): readonly string[] {
  if (problems.length <= MOST_PROBLEMS) return problems;
  return [...problems.slice(0, MOST_PROBLEMS), `the annotations: ${problems.length - MOST_PROBLEMS} more problems`];
}

/** Documents stay as they are, so that lines and columns in messages are the author's. */
const DOCUMENTS: ReadonlySet<string> = new Set(['policy', 'policy-xml']);

function ours(annotations: ReadonlyMap<string, string>): Annotations {
  const named = [...annotations]
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, value]) => [key.slice(PREFIX.length), value] as const)
    .filter(([name]) => !FOREIGN_KEYS.has(name));
  return new Map(named.map(([name, value]) => [name, DOCUMENTS.has(name) ? value : value.trim()]));
}

/** Empty ones are faults of their own. */
function withoutEmpty(given: Annotations): Annotations {
  return new Map([...given].filter(([, text]) => text.trim() !== ''));
}

function formOf(given: Annotations): ReadPodPolicy {
  const whole = given.get('policy');
  if (whole !== undefined) return wholePolicy(whole);
  const xml = given.get('policy-xml');
  if (xml !== undefined) return azurePolicy(xml, given);
  const flat = flatPolicy(given);
  if ('problems' in flat) return flat;
  const { policy } = flat;
  return { pod: { kind: 'native', policy: given.get('store') === 'false' ? { ...policy, store: undefined } : policy } };
}

function wholePolicy(text: string): ReadPodPolicy {
  const read = readPolicies(text, `${PREFIX}policy`);
  if ('problems' in read) return read;
  const [policy, ...more] = read.policies;
  if (policy !== undefined && more.length === 0) return { pod: { kind: 'native', policy } };
  return { problems: [`${PREFIX}policy: has ${read.policies.length} policies; must be one`] };
}

function azurePolicy(text: string, given: Annotations): ReadPodPolicy {
  const share = given.get('share');
  // By what answers are parted, the document says.
  const beside = share === 'varyBy' ? new Map([...given].filter(([name]) => name !== 'share')) : given;
  const flat = flatPolicy(beside);
  if ('problems' in flat) return flat;
  const { policy } = flat;
  const pod: AzurePodPolicy = {
    kind: 'azure',
    document: { file: `${PREFIX}policy-xml`, text },
    match: policy.match,
    share: share === undefined || share === 'varyBy' ? share : policy.share,
    shadow: given.has('shadow') ? policy.lookup?.shadow : undefined,
    verify: given.has('verify') ? policy.lookup?.verify : undefined,
    bound: policy.lookup?.bound,
    dialect: given.has('dialect') ? policy.dialect : undefined,
  };
  return { pod };
}
