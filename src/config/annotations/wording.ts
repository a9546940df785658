import type { z } from 'zod';
import { isTree } from '../defaults';
import { elementsOf, FLAT_KEYS, PREFIX, type Annotations } from './keys';

const LONGEST_VALUE = 80;

/** What our schema's rules say in the words of the native form, and how annotations have it. */
const WORDS = [
  ['lookup.varyBy', `${PREFIX}vary-by`],
  ['scoreThreshold', 'score-threshold'],
  [', or cel:EXPRESSION that gives seconds', ''],
] as const;

/** A fault that the schema of native policies found, told of the annotation that made it. */
export function worded(issue: z.core.$ZodIssue, given: Annotations): string {
  const name = nameOf(issue.path, given);
  const rule = WORDS.reduce((text, [native, ours]) => text.replaceAll(native, ours), issue.message);
  // A rule between several annotations says itself what it found.
  if (isTree(issue.input)) return `${PREFIX}${name}: ${rule}`;
  return wrongValue(name, foundAt(issue.path, given.get(name) ?? ''), rule);
}

/** "llm-semantic-cache.io/similarity: got "1.5"; must be …" */
export function wrongValue(name: string, found: string, rule: string): string {
  const shown = found.length > LONGEST_VALUE ? `${found.slice(0, LONGEST_VALUE)}…` : found;
  return `${PREFIX}${name}: got ${JSON.stringify(shown)}; ${rule}`;
}

/** The annotation at a path of the native form, or the first one below it. */
function nameOf(steps: readonly PropertyKey[], given: Annotations): string {
  const path = steps.filter((step) => typeof step === 'string').join('.');
  const names = [...FLAT_KEYS].filter(([name, key]) => given.has(name) && `${key.path}.`.startsWith(`${path}.`));
  return names[0]?.[0] ?? 'policy';
}

/** Of a list, the element. */
function foundAt(steps: readonly PropertyKey[], text: string): string {
  const last = steps.at(-1);
  return typeof last === 'number' ? (elementsOf(text)[last] ?? text) : text;
}
