import type { JsonValue } from '../../../core/json';
import { indexIn, textIn } from '../arguments';
import { jsonOf } from '../convert';
import { allot, EvaluationFault, type Run } from '../run';
import { method, type Method } from '../table';
import { dateTime, isKind, json, timeSpan, type Json, type JsonProperty } from '../values';

/** What `new` can make. Arrays are syntax of their own. */
export const CONSTRUCTORS: ReadonlyMap<string, Method<never>> = new Map<string, Method<never>>([
  ['JObject', method('(...properties)', 'JObject', newObject)],
  ['JArray', method('(...items)', 'JArray', (_: unknown, given, run) => json(items(given, run)))],
  ['JProperty', method('(name, value)', 'JProperty', newProperty)],
  ['DateTime', method('(year, month, day, hour?, minute?, second?)', 'DateTime', newDate)],
  ['TimeSpan', method('(hours, minutes, seconds)', 'TimeSpan', newSpan)],
]);

function newObject(_: unknown, given: readonly unknown[], run: Run): Json {
  allot(run, given.length);
  const entries = given.map((each): readonly [string, JsonValue] => {
    if (!isKind<JsonProperty>(each, 'JProperty')) throw new EvaluationFault('makes a JObject of what is no JProperty');
    return [each.name, each.value];
  });
  if (new Set(entries.map(([name]) => name)).size < entries.length)
    throw new EvaluationFault('makes a JObject with one name twice');
  // fromEntries defines its properties: "__proto__" is a name like any other.
  return json(Object.fromEntries(entries));
}

function newProperty(_: unknown, [name, value]: readonly unknown[], run: Run): JsonProperty {
  return { kind: 'JProperty', name: textIn(name, 'name'), value: jsonOf(run, value) };
}

/** One argument that is a list stands for its items. */
function items(given: readonly unknown[], run: Run): readonly JsonValue[] {
  const [only] = given;
  if (given.length === 1 && isKind<Json>(only, 'JToken') && Array.isArray(only.value))
    return only.value as readonly JsonValue[];
  const list = given.length === 1 && Array.isArray(only) ? (only as readonly unknown[]) : given;
  allot(run, list.length);
  return list.map((item) => jsonOf(run, item));
}

function newDate(_: unknown, given: readonly unknown[]): unknown {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = given.map((each) =>
    indexIn(each ?? 0n, 'part of a date'),
  );
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  const isReal =
    year >= 100 &&
    year <= 9999 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!isReal || hour < 0 || minute < 0 || second < 0) throw new EvaluationFault('makes a date that does not exist');
  return dateTime(ms);
}

function newSpan(_: unknown, given: readonly unknown[]): unknown {
  const [hours = 0, minutes = 0, seconds = 0] = given.map((each) => indexIn(each, 'part of a TimeSpan'));
  return timeSpan(((hours * 60 + minutes) * 60 + seconds) * 1000);
}
