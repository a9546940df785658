import type { CelInput } from '@bufbuild/cel';
import { PolicyFault } from '../../core/errors';
import { isJsonObject, type JsonValue } from '../../core/json';
import type { PolicyBody } from '../call';

const DEEPEST = 100;

/** One body is read by many conditions. */
const inputs = new WeakMap<PolicyBody, { readonly value: CelInput }>();

/** @throws PolicyFault when there is none, or it is not JSON */
export function bodyInput(body: PolicyBody | undefined): CelInput {
  if (body === undefined) throw new PolicyFault('there is no body');
  const known = inputs.get(body);
  if (known !== undefined) return known.value;
  const value = jsonInput(body.json());
  inputs.set(body, { value });
  return value;
}

/** Whole numbers become ints, so that arithmetic with int literals works; CEL compares ints and doubles by value. */
export function jsonInput(value: JsonValue, depth = 0): CelInput {
  if (depth > DEEPEST) throw new PolicyFault(`the JSON is nested deeper than ${DEEPEST} levels`);
  if (Array.isArray(value)) return value.map((each: JsonValue) => jsonInput(each, depth + 1));
  if (isJsonObject(value)) {
    return new Map(Object.entries(value).map(([key, each]) => [key, jsonInput(each ?? null, depth + 1)]));
  }
  return Number.isSafeInteger(value) ? BigInt(value as number) : (value as string | number | boolean | null);
}
