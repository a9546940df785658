import type { z } from 'zod';
import { isTree } from './defaults';
import { nearestKey } from './nearest-key';
import { keysAt, type KeysAt } from './schema/keys';

const LONGEST_VALUE = 80;
/** How messages begin that no schema of ours has worded. */
const ZODS_OWN = 'Invalid input';

/** Says where a setting at a path came from when that is not the file, such as "LSC_STORE_PATH". */
export type OriginOf = (path: string) => string | undefined;

/**
 * One line per fault: path as the user wrote it, what is there, the rule with an example of what is right.
 *
 * @param knownAt the keys of the schema that gave the issues; by default the configuration's
 */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  originOf: OriginOf,
  knownAt: KeysAt = keysAt,
): readonly string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key, knownAt));
    const path = formatPath(issue.path);
    const origin = originOf(path);
    const place = origin === undefined ? path : `${path} (from ${origin})`;
    return [`${place || 'the file'}: ${got(valueAt(issue))}${ruleOf(issue)}`];
  });
}

/** "policies[1].lookup.similarity" from the steps of a path. */
function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

/** "did you mean …?" for a misspelt word, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const nearest = nearestKey(word, known);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

function unknownKey(path: readonly PropertyKey[], key: string, knownAt: KeysAt): string {
  const known = knownAt(path);
  const meant = suggestion(key, known) || `; known here: ${known.join(', ')}`;
  return `${formatPath([...path, key])}: is not a known key${meant}`;
}

/** An unknown discriminator is reported at its own path, but with the whole mapping. */
function valueAt(issue: z.core.$ZodIssue): unknown {
  const key = issue.code === 'invalid_union' ? issue.path.at(-1) : undefined;
  return isTree(issue.input) && typeof key === 'string' ? issue.input[key] : issue.input;
}

function got(value: unknown): string {
  if (value === undefined) return '';
  if (value === null) return 'is empty; ';
  if (Array.isArray(value)) return 'got a list; ';
  if (isTree(value)) return '';
  // A URL may hold a password.
  const text = JSON.stringify(value).replaceAll(/\/\/[^/]*@/g, '//…@');
  return `got ${text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text}; `;
}

/** Our schemas word their own rules; what zod words itself is only the shape of mappings and missing keys. */
function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith(ZODS_OWN) && issue.code === 'invalid_type' && issue.expected === 'object') {
    return 'must be a mapping of keys';
  }
  return valueAt(issue) === undefined && issue.code !== 'custom' ? `is missing; ${issue.message}` : issue.message;
}
