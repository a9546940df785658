import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isJsonArray } from './json-array';

/**
 * Notes whether putting a stream together lost something: fragments that contradict each other, an event that nobody here
 * knows. The document is then good enough to judge the answer by, not to serve it.
 */
export class Losses {
  private count = 0;

  get any(): boolean {
    return this.count > 0;
  }

  note(): void {
    this.count += 1;
  }
}

/** Makes one value of a field's values in the order in which they came; `undefined` leaves the field out. */
export type MergeRule = (values: readonly JsonValue[], losses: Losses) => JsonValue | undefined;

/** How the fields of one kind of fragment become one. */
export interface MergeRules {
  readonly fields: ReadonlyMap<string, MergeRule>;
  /** For every field that is not in the table. */
  readonly otherwise: MergeRule;
}

/** Merges fragments field by field; fields keep the order in which they first appear. */
export function mergeFragments(fragments: readonly JsonObject[], rules: MergeRules, losses: Losses): JsonObject {
  const columns = new Map<string, JsonValue[]>();
  for (const [name, value] of fragments.flatMap((fragment) => Object.entries(fragment))) {
    const column = columns.get(name);
    if (column === undefined) columns.set(name, [value ?? null]);
    else column.push(value ?? null);
  }
  const merged = [...columns].map(([name, values]): [string, JsonValue | undefined] => [
    name,
    (rules.fields.get(name) ?? rules.otherwise)(values, losses),
  ]);
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}

/** The rule for a field whose fragments are objects with rules of their own; null when none came. */
export function inner(rules: MergeRules): MergeRule {
  return (values, losses) => {
    const objects = values.filter((value) => value !== null);
    if (!objects.every(isJsonObject)) return conflict(values, losses);
    return objects.length === 0 ? null : mergeFragments(objects, rules, losses);
  };
}

/** Strings one after the other; null when none came. */
export const concatenated: MergeRule = (values, losses) => {
  const strings = values.filter((value) => value !== null);
  if (!strings.every((value) => typeof value === 'string')) return conflict(values, losses);
  return strings.length === 0 ? null : strings.join('');
};

/** The items of all arrays; null when none came. */
export const appended: MergeRule = (values, losses) => {
  const arrays = values.filter((value) => value !== null);
  if (!arrays.every(isJsonArray)) return conflict(values, losses);
  return arrays.length === 0 ? null : arrays.flat();
};

/** The first that says something ("" and 0 stand in for "not known yet" in a provider's first event). */
export const first: MergeRule = (values) => values.find(Boolean) ?? values[0];

/** The last one that is not null. */
export const last: MergeRule = (values) => values.filter((value) => value !== null).at(-1);

export const dropped: MergeRule = () => undefined;

/** One value, said once or several times alike; objects may complete each other. */
export const agreed: MergeRule = (values, losses) => {
  const said = values.filter((value) => !isSilent(value));
  if (said.length < 2) return said[0] ?? values.find((value) => value !== null) ?? null;
  // All at once: two by two would take time by the square of what providers may send.
  if (said.every(isJsonObject)) return mergeFragments(said, { fields: new Map(), otherwise: agreed }, losses);
  return said.every((value) => isDeepStrictEqual(value, said[0])) ? said[0] : conflict(said, losses);
};

/** One value, said once: a second one could mean "append" or "replace". */
export const saidOnce: MergeRule = (values, losses) => {
  const said = values.filter((value) => !isSilent(value));
  if (said.length > 1) return conflict(said, losses);
  return said[0] ?? first(values, losses);
};

/** No single value says what these say: the last one stands, and the loss is noted. */
export function conflict(values: readonly JsonValue[], losses: Losses): JsonValue | undefined {
  losses.note();
  return values.at(-1);
}

/** Null, "", [] and {} say nothing that a later value could contradict. */
export function isSilent(value: JsonValue): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
