import { CONTEXT } from './members/context';
import { CONSTRUCTORS } from './members/made';
import { STATIC_TABLES } from './members/statics';
import { ARRAY, SEQUENCE } from './members/sequences';
import { OBJECT, TYPE_TABLES } from './members/tables';
import type { TypeTable } from './table';

/** Every member that an expression can use, such as "context.Request.Method", "string.Join(separator, values)", "new JObject(properties)". */
export function supportedMembers(): readonly string[] {
  const byName = new Map(TYPE_TABLES.map((each) => [each.name, each]));
  const reached = new Set<string>();
  const ofContext = walk('context', CONTEXT, byName, reached);
  const others = TYPE_TABLES.filter(({ name }) => !reached.has(name));
  const all = [
    ...ofContext,
    ...[...others, ARRAY, SEQUENCE, OBJECT, ...STATIC_TABLES].flatMap((each) => membersOf(each.name, each)),
    ...[...CONSTRUCTORS].map(([name, { signature }]) => `new ${name}${plain(signature)}`),
  ];
  return [...new Set(all)];
}

/** Types that are found below context only are named by the way to them. */
const ELSEWHERE = ['string', 'int', 'double', 'DateTime', 'TimeSpan', 'KeyValuePair', 'Group', 'object'];

function walk(path: string, of: TypeTable, byName: ReadonlyMap<string, TypeTable>, reached: Set<string>): string[] {
  reached.add(of.name);
  const below = [...of.properties].flatMap(([name, { type }]) => {
    const next = ELSEWHERE.includes(type) ? undefined : byName.get(type);
    return next ? walk(`${path}.${name}`, next, byName, reached) : [];
  });
  return [...membersOf(path, of), ...below];
}

function membersOf(path: string, { properties, methods }: TypeTable): string[] {
  return [
    ...[...properties.keys()].map((name) => `${path}.${name}`),
    ...[...methods].map(([name, { signature }]) => `${path}.${name}${plain(signature)}`),
  ];
}

/** The names alone: without "?" of what may be left out and "..." of what may be repeated. */
function plain(signature: string): string {
  return signature.replaceAll('?', '').replaceAll('...', '');
}
