import type { Chain, Expression } from '../expression/syntax';
import { and, FALSE, LEVEL, not, relation, TRUE, within, type Condition } from './condition';
import type { Scope } from './environment';
import { variableCall, variableNamed } from './variables';
import { castJson, jsonMember } from './json-values';
import type { Convert } from './operators';
import { memberOf, refuseHidden } from './parts';
import { isEmptyText, textMethod, toText } from './text-methods';
import {
  accessed,
  cel,
  choice,
  isNullable,
  NotConvertible,
  ofCondition,
  textLiteral,
  type Cel,
  type Part,
  type Value,
} from './value';

interface ConvertChain extends Convert {
  /** Of what a chain goes on from. */
  readonly link: (node: Expression, scope: Scope) => Value;
}

/** A member, an indexer or a call. */
export function convertChain(node: Chain, scope: Scope, convert: ConvertChain): Value {
  switch (node.kind) {
    case 'member':
      return member(node, scope, convert);
    case 'index':
      return indexed(node, scope, convert);
    case 'call':
      return called(node, scope, convert);
  }
}

function member(node: Chain & { kind: 'member' }, scope: Scope, convert: ConvertChain): Value {
  const { target: of, name, nameAt, conditional } = node;
  if (isStatic(of, scope) && of.name === 'string' && name === 'Empty') return textLiteral('');
  const target = reached(convert.link(of, scope), conditional, of);
  if (target.kind === 'part') return memberOf(target, name, scope, nameAt);
  if (target.type === 'string' && name === 'Length') {
    const { ok, stopsWhen } = target;
    return cel('int', `size(${target.text})`, { ok, stopsWhen });
  }
  throw new NotConvertible(nameAt, `the member ${name} of a value of type ${target.type}`);
}

function reached(target: Value, conditional: boolean, { start }: Expression): Cel | Part {
  if (target.kind === 'null') throw new NotConvertible(start, 'a member of null');
  return accessed(target, conditional);
}

function isStatic(node: Expression, { locals }: Scope): node is Expression & { kind: 'name' } {
  return node.kind === 'name' && node.name !== 'context' && !locals.has(node.name);
}

function indexed(node: Chain & { kind: 'index' }, scope: Scope, convert: ConvertChain): Value {
  const target = convert.link(node.target, scope);
  const key = constantText(node.index);
  if (key === undefined) throw new NotConvertible(node.index.start, 'an index that is not a text in quotes');
  if (target.kind === 'cel' && target.type === 'json') return jsonMember(target, key, node.conditional);
  if (target.kind === 'part' && target.name === 'context.Variables') {
    return variableNamed(key, scope, node.start);
  }
  if (target.kind === 'part' && target.name === 'context.Request.MatchedParameters') {
    const holds = holdsKey('parameters', key);
    return cel('string', `parameters[${JSON.stringify(key)}]`, { ok: holds });
  }
  throw new NotConvertible(node.indexAt, 'an index of this');
}

function constantText(node: Expression | undefined): string | undefined {
  return node?.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined;
}

function called(node: Chain & { kind: 'call' }, scope: Scope, convert: ConvertChain): Value {
  const { target: callee } = node;
  if (callee.kind !== 'member') throw new NotConvertible(callee.start, 'a call of this');
  if (isStatic(callee.target, scope)) return staticCall(node, `${callee.target.name}.${callee.name}`, scope, convert);
  const target = reached(convert.link(callee.target, scope), callee.conditional, callee.target);
  if (target.kind === 'part') return partCall(node, `${target.name}.${callee.name}`, scope, convert);
  return valueCall(node, { target, name: callee.name, at: callee.nameAt }, scope, convert);
}

function given(node: Chain & { kind: 'call' }, scope: Scope, convert: Convert): readonly Cel[] {
  return node.arguments.map(({ name, value: argument }) => {
    if (name !== undefined) throw new NotConvertible(argument.start, `the argument ${name}`);
    const value = convert.value(argument, scope);
    if (isNullable(value)) throw new NotConvertible(argument.start, 'an argument that may be null');
    return value;
  });
}

function staticCall(node: Chain & { kind: 'call' }, name: string, scope: Scope, convert: Convert): Value {
  const [first, second, ...more] = node.arguments.map((each) => each.value);
  if (/^[Ss]tring\.IsNullOrEmpty$/.test(name) && first !== undefined && second === undefined) {
    return isEmptyText(convert.value(first, scope), node.start);
  }
  const pattern = constantText(second);
  if (name !== 'Regex.IsMatch' || first === undefined || pattern === undefined || more.length > 0) {
    throw new NotConvertible(node.start, `${name} as it is used here`);
  }
  const text = convert.value(first, scope);
  if (text.type !== 'string') throw new NotConvertible(first.start, `${name} of a value of type ${text.type}`);
  const ok = and(text.ok, not(text.nullWhen));
  return cel('bool', `${within(LEVEL.primary, text)}.matches(${JSON.stringify(pattern)})`, { ok });
}

function partCall(node: Chain & { kind: 'call' }, path: string, scope: Scope, convert: Convert): Value {
  const [owner, method] = [path.slice(0, path.lastIndexOf('.')), path.slice(path.lastIndexOf('.') + 1)];
  if (method === 'As') return bodyOf(node, owner, path);
  const [first, fallback] = node.arguments.map((each) => each.value);
  const key = constantText(first);
  if (key === undefined) throw new NotConvertible(node.start, `${path} without a name in quotes`);
  if (owner === 'context.Variables') return variableCall(node, { method, key, fallback }, scope, convert);
  const map = MAPS.get(owner);
  if (map === undefined) throw new NotConvertible(node.start, `${path}()`);
  const name = map === 'parameters' ? key : key.toLowerCase();
  if (map !== 'parameters') refuseHidden(`header:${name}`, `the header "${name}"`, scope, node.start);
  const holds = holdsKey(map, name);
  if (method === 'ContainsKey') return ofCondition(holds, TRUE);
  if (method !== 'GetValueOrDefault') throw new NotConvertible(node.start, `${path}()`);
  const there = cel('string', `${map}[${JSON.stringify(name)}]`);
  const otherwise = fallback === undefined ? ({ kind: 'null' } as const) : convert.any(fallback, scope);
  return choice(ofCondition(holds, there.ok), there, otherwise, node.start);
}

const MAPS = new Map([
  ['context.Request.Headers', 'request.headers'],
  ['context.Response.Headers', 'response.headers'],
  ['context.Request.MatchedParameters', 'parameters'],
]);

function holdsKey(map: string, key: string): Condition {
  const text = `${JSON.stringify(key)} in ${map}`;
  return relation(text, `!(${text})`);
}

function bodyOf(node: Chain & { kind: 'call' }, owner: string, path: string): Value {
  const type = node.typeArguments[0]?.name;
  const text = owner === 'context.Request.Body' ? 'request.body' : 'response.body';
  if (owner.endsWith('.Body') && (type === 'JObject' || type === 'JToken')) return cel('json', text);
  throw new NotConvertible(node.start, `${path}<${type ?? ''}>()`);
}

function valueCall(
  node: Chain & { kind: 'call' },
  { target, name, at }: { readonly target: Cel; readonly name: string; readonly at: number },
  scope: Scope,
  convert: Convert,
): Value {
  if (name === 'ToString' && node.arguments.length === 0) {
    if (target.type !== 'json') return { ...toText(target, at), stopsWhen: target.stopsWhen };
    const text = castJson({ ...target, nullWhen: target.stopsWhen }, 'string', at);
    return { ...text, nullWhen: FALSE, stopsWhen: target.stopsWhen };
  }
  const values = given(node, scope, convert);
  const texts = values.every(({ type }) => type === 'string');
  if (target.type !== 'string' || !texts)
    throw new NotConvertible(at, `the method ${name} of a value of type ${target.type}`);
  if (name !== 'Equals' || values.length !== 1) return textMethod(target, name, values, at);
  const [other = target] = values;
  const text = `${within(LEVEL.sum, target)} == ${within(LEVEL.sum, other)}`;
  return cel('bool', text, { level: LEVEL.relation, ok: and(target.ok, other.ok), stopsWhen: target.stopsWhen });
}
