import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isJsonArray } from './json-array';

/** The fragments contradict each other: no single value says what they say. */
export class MergeConflict extends Error {}

/** Makes one value of a field's values in the order in which they came; `undefined` leaves the field out. */
export type MergeRule = (values: readonly JsonValue[]) => JsonValue | undefined;

/** How the fields of one kind of fragment become one. */
export interface MergeRules {
  readonly fields: ReadonlyMap<string, MergeRule>;
  /** For every field that is not in the table. */
  readonly otherwise: MergeRule;
}

/** Merges fragments field by field; fields keep the order in which they first appear. @throws MergeConflict */
export function mergeFragments(fragments: readonly JsonObject[], rules: MergeRules): JsonObject {
  const columns = new Map<string, JsonValue[]>();
  for (const [name, value] of fragments.flatMap((fragment) => Object.entries(fragment))) {
    const column = columns.get(name);
    if (column === undefined) columns.set(name, [value ?? null]);
    else column.push(value ?? null);
  }
  const merged = [...columns].map(([name, values]): [string, JsonValue | undefined] => [
    name,
    (rules.fields.get(name) ?? rules.otherwise)(values),
  ]);
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}

/** Strings one after the other; null when none came. */
export const concatenated: MergeRule = (values) => {
  const strings = values.filter((value) => value !== null);
  if (!strings.every((value) => typeof value === 'string')) throw new MergeConflict();
  return strings.length === 0 ? null : strings.join('');
};

/** The items of all arrays; null when none came. */
export const appended: MergeRule = (values) => {
  const arrays = values.filter((value) => value !== null);
  if (!arrays.every(isJsonArray)) throw new MergeConflict();
  return arrays.length === 0 ? null : arrays.flat();
};

/** The first that says something ("" and 0 stand in for "not known yet" in a provider's first event). */
export const first: MergeRule = (values) => values.find(Boolean) ?? values[0];

/** The last one that is not null. */
export const last: MergeRule = (values) => values.filter((value) => value !== null).at(-1);

export const dropped: MergeRule = () => undefined;

/** One value, said once or several times alike; objects may complete each other. */
export const agreed: MergeRule = (values) => values.reduce(agree);

/** One value, said once: a second one could mean "append" or "replace". */
export const saidOnce: MergeRule = (values) => {
  const said = values.filter((value) => !isSilent(value));
  if (said.length > 1) throw new MergeConflict();
  return said[0] ?? first(values);
};

function agree(left: JsonValue, right: JsonValue): JsonValue {
  if (isSilent(right)) return left ?? right;
  if (isSilent(left) || isDeepStrictEqual(left, right)) return right;
  if (!isJsonObject(left) || !isJsonObject(right)) throw new MergeConflict();
  return mergeFragments([left, right], { fields: new Map(), otherwise: agreed });
}

/** Null, "", [] and {} say nothing that a later value could contradict. */
function isSilent(value: JsonValue): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
