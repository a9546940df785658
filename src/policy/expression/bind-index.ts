import { indexIn, textIn } from './arguments';
import { linked } from './bind-member';
import { NOTHING, type Binder, type Bound } from './binder';
import { isDictionary, itemOf } from './dictionary';
import { childOf } from './members/json';
import { EvaluationFault, spend, type Run } from './run';
import type { Chain } from './syntax';
import { isJsonType } from './type-rules';
import { char, isKind, typeOf, type Json, type JsonProperty } from './values';

const RESULTS = new Map([
  ['object', 'object'],
  ['string', 'char'],
  ['Headers', 'string[]'],
  ['Query', 'string[]'],
  ['Claims', 'string[]'],
  ['MatchedParameters', 'string'],
  ['Variables', 'object'],
]);

/** `target[index]` */
export function bindIndex(binder: Binder, node: Chain & { kind: 'index' }, target: Bound): Bound {
  if (target === NOTHING) return NOTHING;
  const type = resultOf(target.type);
  if (type === undefined) {
    return binder.problem(
      node.indexAt,
      `a value of type ${target.type} has no [ ]; ${[...RESULTS.keys()].join(', ')}, arrays and JSON have`,
    );
  }
  const index = binder.bind(node.index);
  const link = linked(binder, node, target, (self, run) => {
    const key = index.run(run);
    run.at = node.indexAt;
    spend(run, 1);
    return at(self, key, run);
  });
  return { type, ...link };
}

function resultOf(type: string): string | undefined {
  if (isJsonType(type)) return 'JToken';
  return type.endsWith('[]') && type !== 'byte[]' ? type.slice(0, -2) : RESULTS.get(type);
}

function at(self: unknown, key: unknown, run: Run): unknown {
  if (isKind<Json>(self, 'JToken')) return childOf(self, key);
  if (isDictionary(self)) return itemOf(self, textIn(key, 'the key'), run);
  if (isKind<JsonProperty>(self, 'JProperty')) return childOf({ kind: 'JToken', value: self.value }, key);
  if (typeof self !== 'string' && !Array.isArray(self))
    throw new EvaluationFault(`a value of type ${typeOf(self)} has no [ ]`);
  const index = indexIn(key, 'the index');
  if (index < 0 || index >= self.length) throw new EvaluationFault('an index is out of range');
  return typeof self === 'string' ? char(self[index] ?? '') : (self[index] as unknown);
}
