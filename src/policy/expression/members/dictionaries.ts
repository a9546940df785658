import { gives, textIn } from '../arguments';
import { castOrDefault } from '../convert';
import { DICTIONARIES, type Dictionary } from '../dictionary';
import { allot, type Run } from '../run';
import { method, property, table, type Property, type TypeTable } from '../table';
import { CASTABLE } from '../type-names';
import type { Pair } from '../values';

const find = (self: Dictionary, key: unknown, run: Run): unknown => self.find(textIn(key, 'the key'), run);

/** Several values of one name are joined by ",", as GetValueOrDefault of headers, queries and claims does. */
function joined(value: unknown, run: Run): unknown {
  if (!Array.isArray(value)) return value;
  const text = value.length === 1 ? (value[0] as unknown) : value.join(',');
  if (value.length > 1) allot(run, String(text).length);
  return text;
}

const SHARED = {
  properties: {
    Keys: property('string[]', (self: Dictionary, run) => self.keys(run)),
    Count: property('int', (self: Dictionary, run) => BigInt(self.keys(run).length)),
  },
  ContainsKey: method('(key)', 'bool', (self: Dictionary, [key], run) => find(self, key, run) !== undefined),
};

function tryGet(self: Dictionary, [key, assign]: readonly unknown[], run: Run): boolean {
  return gives(assign, find(self, key, run));
}

/** A dictionary of texts. */
function textDictionary(name: string): TypeTable {
  return table(name, SHARED.properties, {
    ContainsKey: SHARED.ContainsKey,
    TryGetValue: method(`(key, &value:${name === 'MatchedParameters' ? 'string' : 'string[]'})`, 'bool', tryGet),
    GetValueOrDefault: method('(key, defaultValue?)', 'string', (self: Dictionary, [key, fallback], run) => {
      const value = find(self, key, run);
      return value === undefined ? (fallback ?? null) : joined(value, run);
    }),
  });
}

const VARIABLES = table('Variables', SHARED.properties, {
  TryGetValue: method('(key, &value:object)', 'bool', tryGet),
  ContainsKey: SHARED.ContainsKey,
  GetValueOrDefault: method(
    `<${CASTABLE.join('|')}?>(key, defaultValue?)`,
    ({ typeArgument, arguments: [, fallback] }) =>
      typeArgument ?? (fallback === 'null' ? 'object' : (fallback ?? 'object')),
    (self: Dictionary, [key, fallback], run, typeArgument) => {
      const value = find(self, key, run);
      if (value === undefined && fallback !== undefined) return fallback;
      return castOrDefault(run, typeArgument ?? 'object', value);
    },
  ),
});

const PAIR_MEMBERS: Readonly<Record<string, Property<never>>> = {
  Key: property('string', (self: Pair) => self.key),
  Value: property('object', (self: Pair) => self.value),
};

export const DICTIONARY_TABLES: readonly TypeTable[] = [
  ...DICTIONARIES.filter((name) => name !== 'Variables').map(textDictionary),
  VARIABLES,
  table('KeyValuePair', PAIR_MEMBERS),
];
