/** What our annotations begin with; all others are none of our business. */
export const PREFIX = 'llm-semantic-cache.io/';

/** Annotations by name, without the prefix. */
export type Annotations = ReadonlyMap<string, string>;

interface FlatKey {
  /** Where the native form has it. */
  readonly path: string;
  /** How the text is read; what is not of that kind stays text, and the schema says what it should be. */
  readonly kind: 'number' | 'switch' | 'list' | 'text';
}

/** Annotations that say one thing of a policy each. */
export const FLAT_KEYS: ReadonlyMap<string, FlatKey> = new Map([
  ['similarity', { path: 'lookup.similarity', kind: 'number' }],
  ['score-threshold', { path: 'lookup.scoreThreshold', kind: 'number' }],
  ['duration', { path: 'store.ttl', kind: 'text' }],
  ['vary-by', { path: 'lookup.varyBy', kind: 'list' }],
  ['share', { path: 'share', kind: 'text' }],
  ['hosts', { path: 'match.hosts', kind: 'list' }],
  ['paths', { path: 'match.paths', kind: 'list' }],
  ['dialect', { path: 'dialect', kind: 'text' }],
  ['ignore-system-messages', { path: 'lookup.ignoreSystemMessages', kind: 'switch' }],
  ['max-message-count', { path: 'lookup.maxMessageCount', kind: 'number' }],
  ['verify', { path: 'lookup.verify', kind: 'text' }],
  ['max-false-hit-rate', { path: 'maxFalseHitRate', kind: 'number' }],
  ['shadow', { path: 'shadow', kind: 'switch' }],
  ['model', { path: 'lookup.model', kind: 'text' }],
] as const);

/** May stand beside `policy-xml`: they say what Azure's documents cannot. */
export const BESIDE_XML: ReadonlySet<string> = new Set([
  'share',
  'shadow',
  'hosts',
  'paths',
  'dialect',
  'verify',
  'max-false-hit-rate',
]);

/** Read by whoever adds the cache to a pod (`inject`) or mounts its configuration (`config`), not by us. */
export const FOREIGN_KEYS: ReadonlySet<string> = new Set(['inject', 'config']);

/** Every name that may stand under our prefix. */
export const ANNOTATION_NAMES: readonly string[] = [
  'enabled',
  ...FLAT_KEYS.keys(),
  'store',
  'policy',
  'policy-xml',
  ...FOREIGN_KEYS,
];

/** The elements of a list; a comma too many is no harm. */
export function elementsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');
}
