import { isJsonObject, type JsonValue } from '../../core/json';
import { DICTIONARIES, isDictionary, pairsOf } from './dictionary';
import { allot, EvaluationFault, spendItems, type Run } from './run';
import { char, isKind, json, typeOf, type Json, type JsonProperty } from './values';

/** The items of what can be enumerated. @throws EvaluationFault for what cannot */
export function itemsOf(value: unknown, run: Run): readonly unknown[] {
  if (Array.isArray(value)) {
    spendItems(run, value.length);
    return value as readonly unknown[];
  }
  if (typeof value === 'string') {
    allot(run, value.length);
    return value.split('').map(char);
  }
  if (isKind<Json>(value, 'JToken')) return jsonItems(value.value, run);
  if (isDictionary(value)) return pairsOf(value, run);
  throw new EvaluationFault(`a value of type ${typeOf(value)} has no items`);
}

export function jsonItems(value: JsonValue, run: Run): readonly unknown[] {
  if (Array.isArray(value)) {
    allot(run, value.length);
    return (value as readonly JsonValue[]).map(json);
  }
  if (!isJsonObject(value)) return [];
  const properties = Object.entries(value);
  allot(run, properties.length);
  return properties.map(([name, of]): JsonProperty => ({ kind: 'JProperty', name, value: of ?? null }));
}

/** The type of a type's items; `undefined` when it cannot be enumerated. */
export function elementType(type: string): string | undefined {
  if (type.endsWith('[]')) return type.slice(0, -2);
  if (DICTIONARIES.includes(type)) return 'KeyValuePair';
  return ELEMENTS.get(type);
}

const ELEMENTS = new Map([
  ['string', 'char'],
  ['JObject', 'JProperty'],
  ['JArray', 'JToken'],
  ['JToken', 'object'],
  ['object', 'object'],
]);
