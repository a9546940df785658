import { isJsonObject, type JsonValue } from '../../../core/json';
import { indexIn, isEnum, textIn } from '../arguments';
import { castOrDefault, castTo } from '../convert';
import { jsonText } from '../json-text';
import { EvaluationFault, spend, spendItems, type Run } from '../run';
import { itemsOf, jsonItems } from '../sequence';
import { method, property, table, type Prepared } from '../table';
import { CASTABLE } from '../type-names';
import { json, type Json, type JsonProperty } from '../values';

const TYPE_ARGUMENTS = CASTABLE.join('|');
const typeNamed = ({ typeArgument }: { readonly typeArgument: string | undefined }): string => typeArgument ?? 'object';

/** Members of JToken, JObject and JArray alike; Newtonsoft's names. */
const JSON_MEMBERS = table(
  'JToken',
  {
    HasValues: property('bool', ({ value }: Json, run) => sizeOf(value, run) > 0),
    Count: property('int', ({ value }: Json, run) => BigInt(sizeOf(value, run))),
    First: property('JToken', ({ value }: Json, run) => jsonItems(value, run).at(0) ?? null),
    Last: property('JToken', ({ value }: Json, run) => jsonItems(value, run).at(-1) ?? null),
    Type: property('JTokenType', ({ value }: Json) => ({ kind: 'JTokenType', names: [typeWord(value)] })),
  },
  {
    Value: method(`<${TYPE_ARGUMENTS}>(key?)`, typeNamed, (self: Json, given, run, type) => {
      const found = given.length === 0 ? self : childOf(self, given[0]);
      return convert(run, found, type);
    }),
    Values: method(
      `<${TYPE_ARGUMENTS}?>()`,
      ({ typeArgument }) => `${typeArgument ?? 'JToken'}[]`,
      (self: Json, _, run, type) => jsonItems(self.value, run).map((item) => convert(run, item as Json, type)),
    ),
    ToObject: method(`<${TYPE_ARGUMENTS}>()`, typeNamed, (self: Json, _, run, type) => convert(run, self, type)),
    SelectToken: method('(path)', 'JToken', selectToken, prepareSelect),
    ContainsKey: method('(key)', 'bool', ({ value }: Json, [key]) => {
      const name = textIn(key, 'the key');
      return isJsonObject(value) && Object.hasOwn(value, name);
    }),
    GetValue: method('(key)', 'JToken', (self: Json, [key]) => childOf(self, textIn(key, 'the key'))),
    Properties: method('()', 'JProperty[]', ({ value }: Json, _, run) =>
      isJsonObject(value) ? itemsOf(json(value), run) : [],
    ),
    Children: method('()', 'JToken[]', ({ value }: Json, _, run) => jsonItems(value, run)),
    ToString: method('(formatting?)', 'string', (self: Json, [formatting], run) => {
      if (!isEnum(formatting, 'Formatting')) return toTextOf(self.value, run);
      return jsonText(run, self.value, formatting.names.includes('Indented'));
    }),
  },
);

export const JSON_TABLES = [
  JSON_MEMBERS,
  { ...JSON_MEMBERS, name: 'JObject' },
  { ...JSON_MEMBERS, name: 'JArray' },
  table('JProperty', {
    Name: property('string', ({ name }: JsonProperty) => name),
    Key: property('string', ({ name }: JsonProperty) => name),
    Value: property('JToken', ({ value }: JsonProperty) => json(value)),
  }),
];

/** `token[key]`: null for a missing name. @throws EvaluationFault for an index out of range, or a value that has no parts */
export function childOf({ value }: Json, key: unknown): Json | null {
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    const index = indexIn(key, 'the index of a JArray');
    const item = items[index];
    if (item === undefined) throw new EvaluationFault('an index is out of range');
    return json(item);
  }
  if (!isJsonObject(value)) throw new EvaluationFault('looks for a part of a JSON value that has none');
  const name = textIn(key, 'the name in a JObject');
  return Object.hasOwn(value, name) ? json(value[name] ?? null) : null;
}

function toTextOf(value: JsonValue, run: Run): string | null {
  return value === null
    ? ''
    : typeof value === 'object'
      ? jsonText(run, value, true)
      : (castTo(run, 'string', json(value)) as string);
}

function convert(run: Run, token: Json | null, type: string | undefined): unknown {
  return castOrDefault(run, type ?? 'JToken', token);
}

function sizeOf(value: JsonValue, run: Run): number {
  if (Array.isArray(value)) return value.length;
  const size = isJsonObject(value) ? Object.keys(value).length : 0;
  spendItems(run, size);
  return size;
}

function typeWord(value: JsonValue): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'Array';
  const type = typeof value;
  if (type === 'number') return Number.isInteger(value) ? 'Integer' : 'Float';
  return type === 'object' ? 'Object' : type === 'string' ? 'String' : 'Boolean';
}

type Step = string | bigint;

/** "a.b[0]['c d']", with or without a leading "$."; `undefined` for anything that JSONPath has beyond. */
function parsePath(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  const pattern = /(?:^|\.)([\p{L}_$-][\p{L}\p{N}_-]*)|\[(\d{1,9})\]|\['([^'\\]*)'\]/uy;
  for (let at = path.startsWith('$.') ? 1 : path.startsWith('$[') ? 1 : 0; at < path.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(path);
    if (!match) return undefined;
    steps.push(match[2] === undefined ? (match[1] ?? match[3] ?? '') : BigInt(match[2]));
  }
  return steps;
}

function selectToken(self: Json, [path]: readonly unknown[], run: Run): Json | null {
  const steps = parsePath(textIn(path, 'the path'));
  if (!steps) throw new EvaluationFault('a JSON path that is not supported');
  return follow(self, steps, run);
}

/** Null when the path leads nowhere. */
function follow(self: Json, steps: readonly Step[], run: Run): Json | null {
  let { value } = self;
  spend(run, steps.length);
  for (const step of steps) {
    if (typeof step === 'string' ? !isJsonObject(value) : !Array.isArray(value)) return null;
    const key = String(step);
    if (!Object.hasOwn(value as object, key)) return null;
    value = (value as Readonly<Record<string, JsonValue>>)[key] ?? null;
  }
  return json(value);
}

function prepareSelect([path]: readonly unknown[]): Prepared | undefined {
  if (typeof path !== 'string') return undefined;
  const steps = parsePath(path);
  if (!steps) return { kind: 'problem', problem: 'a JSON path that is not supported; paths are like a.b[0].c' };
  return { kind: 'call', call: (self: Json, _, run) => follow(self, steps, run) };
}
