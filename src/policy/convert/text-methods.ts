import { and, LEVEL, within } from './condition';
import { cel, NotConvertible, type Cel } from './value';

/** Methods of a text that mean the same in CEL, by their number of arguments. */
const PLAIN: ReadonlyMap<
  string,
  { readonly to: string; readonly given: number; readonly type: 'bool' | 'string' | 'int' }
> = new Map([
  ['Contains', { to: 'contains', given: 1, type: 'bool' }],
  ['StartsWith', { to: 'startsWith', given: 1, type: 'bool' }],
  ['EndsWith', { to: 'endsWith', given: 1, type: 'bool' }],
  // CEL knows the ASCII letters only; header values and ids rarely hold others.
  ['ToLower', { to: 'lowerAscii', given: 0, type: 'string' }],
  ['ToLowerInvariant', { to: 'lowerAscii', given: 0, type: 'string' }],
  ['ToUpper', { to: 'upperAscii', given: 0, type: 'string' }],
  ['ToUpperInvariant', { to: 'upperAscii', given: 0, type: 'string' }],
  ['Trim', { to: 'trim', given: 0, type: 'string' }],
]);

/** `text.Name(arguments)` @param given texts, none of them null */
export function textMethod(self: Cel, name: string, given: readonly Cel[], at: number): Cel {
  const known = PLAIN.get(name);
  if (known?.given !== given.length) {
    throw new NotConvertible(at, `the method ${name} of a text with ${given.length} arguments`);
  }
  const text = `${within(LEVEL.primary, self)}.${known.to}(${given.map((each) => each.text).join(', ')})`;
  const ok = and(self.ok, ...given.map((each) => each.ok));
  return cel(known.type, text, { ok, stopsWhen: self.stopsWhen });
}

/** string.IsNullOrEmpty: a text that is null is empty already. */
export function isEmptyText(value: Cel, at: number): Cel {
  if (value.type !== 'string') throw new NotConvertible(at, `IsNullOrEmpty of a value of type ${value.type}`);
  return cel('bool', `${within(LEVEL.sum, value)} == ""`, { level: LEVEL.relation, ok: value.ok });
}

/** As C# puts a value into a text: null is empty. */
export function toText(value: Cel, at: number): Cel {
  const { text, level, type, ok, mayBeEmpty } = value;
  if (type === 'string')
    return cel('string', text, { level, ok, mayBeEmpty: mayBeEmpty || value.nullWhen.text !== 'false' });
  if (value.nullWhen.text !== 'false' || type === 'json' || type === 'double') {
    throw new NotConvertible(at, `a value of type ${type}${type === 'json' ? ' (cast it to string)' : ''} as a text`);
  }
  if (type === 'int') return cel('string', `string(${text})`, { ok, mayBeEmpty: false });
  return cel('string', `${within(LEVEL.or, value)} ? "True" : "False"`, {
    level: LEVEL.ternary,
    ok,
    mayBeEmpty: false,
  });
}
