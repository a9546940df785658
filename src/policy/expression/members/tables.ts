import { elementType } from '../sequence';
import { method, table, type Method, type Property, type TypeTable } from '../table';
import { textOf } from '../to-text';
import { isEqual } from '../operators';
import { BASIC } from './basic';
import { CALLER_TABLES, CONTEXT } from './context';
import { DICTIONARY_TABLES } from './dictionaries';
import { HTTP_TABLES } from './http';
import { JSON_TABLES } from './json';
import { JWT } from './jwt';
import { NUMBER_TABLES } from './numbers';
import { ARRAY, SEQUENCE } from './sequences';
import { ENCODING_TABLES, STATIC_TABLES } from './statics';
import { TEXT } from './text';
import { TIME_TABLES } from './time';
import { URL_TABLE } from './url';

/** Of every value. */
export const OBJECT = table(
  'object',
  {},
  {
    ToString: method('()', 'string', (self: unknown, _, run) => textOf(run, self) ?? ''),
    Equals: method('(other)', 'bool', (self: unknown, [other]) => isEqual(self, other)),
  },
);

export const TYPE_TABLES: readonly TypeTable[] = [
  CONTEXT,
  ...HTTP_TABLES,
  URL_TABLE,
  ...CALLER_TABLES,
  ...DICTIONARY_TABLES,
  TEXT,
  ...NUMBER_TABLES,
  ...TIME_TABLES,
  ...JSON_TABLES,
  JWT,
  BASIC,
  ...ENCODING_TABLES,
];

const BY_NAME = new Map(TYPE_TABLES.map((each) => [each.name, each]));
const STATICS_BY_NAME = new Map(STATIC_TABLES.map((each) => [each.name, each]));

export function staticTable(name: string): TypeTable | undefined {
  return STATICS_BY_NAME.get(name);
}

/** The tables that a type's members are looked up in, its own first. */
export function tablesOf(type: string): readonly TypeTable[] {
  const known = RESOLVED.get(type);
  if (known) return known;
  const own = BY_NAME.get(type) ?? (type.endsWith('[]') ? ARRAY : undefined);
  return [...(own ? [own] : []), ...(elementType(type) === undefined ? [] : [SEQUENCE]), OBJECT];
}
const RESOLVED = new Map<string, readonly TypeTable[]>();
for (const name of [...BY_NAME.keys(), 'object[]', 'string[]', 'bool']) RESOLVED.set(name, tablesOf(name));

export function findProperty(type: string, name: string): Property<never> | undefined {
  for (const { properties } of tablesOf(type)) {
    const found = properties.get(name);
    if (found) return found;
  }
  return undefined;
}

export function findMethod(type: string, name: string): Method<never> | undefined {
  for (const { methods } of tablesOf(type)) {
    const found = methods.get(name);
    if (found) return found;
  }
  return undefined;
}

/** Whether a value of any type has such a member. */
export function isKnownProperty(name: string): boolean {
  return [...TYPE_TABLES, ARRAY].some(({ properties }) => properties.has(name));
}

export function isKnownMethod(name: string): boolean {
  return [...TYPE_TABLES, SEQUENCE, OBJECT].some(({ methods }) => methods.has(name));
}
