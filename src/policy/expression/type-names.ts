import { plainTypeName } from './parse-type';

/** JSON types: at run time each is looked at by what it holds. */
export const JSON_TYPES: readonly string[] = ['JToken', 'JObject', 'JArray', 'JValue', 'JProperty'];

/** Types that a value can be cast to, or a local declared as. int and long are the same here: 64 bits. */
export const CASTABLE: readonly string[] = [
  ...['string', 'bool', 'int', 'long', 'double', 'decimal', 'float', 'char', 'object', 'DateTime', 'TimeSpan'],
  ...JSON_TYPES,
  ...['Jwt', 'BasicAuthCredentials', 'IResponse', 'string[]', 'char[]', 'int[]', 'object[]'],
];

const SAME = new Map([
  ['long', 'int'],
  ['decimal', 'double'],
  ['float', 'double'],
  ['dynamic', 'object'],
  ['JValue', 'JToken'],
  ['IResponse', 'Response'],
  ['DateTimeOffset', 'DateTime'],
]);

export function isCastable(written: string): boolean {
  return CASTABLE.includes(plainTypeName(written.replace(/\?$/, '')));
}

/** The name under which the tables have a type. */
export function tableName(name: string): string {
  const item = name.endsWith('[]') ? name.slice(0, -2) : undefined;
  return item === undefined ? (SAME.get(name) ?? name) : `${SAME.get(item) ?? item}[]`;
}
