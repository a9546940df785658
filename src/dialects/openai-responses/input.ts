import type { CanonicalMessage } from '../../core/dialect';
import type { JsonObject, JsonValue } from '../../core/json';
import { isObjectArray, without } from '../shared/json-array';
import { refuseRequest } from '../shared/refuse';
import { checkedText, given } from '../shared/request';
import { canonicalContent, comparedContent, contentFault, SYSTEM_ROLES } from '../shared/text-parts';

/** The input of a call reduced to what changes the answer; `comparedText` is "" when there is none. */
export interface CanonicalInput {
  readonly messages: readonly CanonicalMessage[];
  readonly comparedText: string;
}

const INPUT_TEXT = 'input_text';
const TEXT_TYPES: ReadonlySet<JsonValue | undefined> = new Set([INPUT_TEXT, 'output_text']);
/** Where the provider's own prompt cache may end: price and speed only. */
const CACHE_MARK: ReadonlySet<string> = new Set(['prompt_cache_breakpoint']);
/** A message may leave it out. */
const ITEM_TYPE: ReadonlySet<string> = new Set(['type']);

/** The input as items; a text alone is a user's message. @throws UnreadableRequestError */
export function inputItems(input: JsonValue | undefined): readonly JsonObject[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  if (!isObjectArray(input) || input.length === 0) refuseRequest('no input');
  const fault = input.map(itemFault).find(Boolean);
  if (fault !== undefined) refuseRequest(fault);
  return input;
}

/**
 * Normalises the items and takes the compared text out of the last one, unless every turn has to be the same word for
 * word.
 *
 * @throws UnreadableRequestError
 */
export function canonicalInput(items: readonly JsonObject[], wordForWord: boolean): CanonicalInput {
  const last = items.at(-1);
  const mayCompare = last?.['role'] === 'user' && isMessage(last) && !wordForWord;
  const compared = comparedContent(mayCompare ? unmarked(last['content']) : undefined, INPUT_TEXT);
  const whole = (compared.text === '' ? items : items.slice(0, -1)).map((item) =>
    isMessage(item) ? canonicalMessage(item, canonicalContent(unmarked(item['content']), INPUT_TEXT)) : asItIs(item),
  );
  const messages = compared.text === '' ? whole : [...whole, canonicalMessage({ ...last }, compared.placeholder)];
  return { messages, comparedText: checkedText(compared.text) };
}

function isMessage({ type, role }: JsonObject): boolean {
  return typeof role === 'string' && (type ?? 'message') === 'message';
}

function itemFault(item: JsonObject): string | undefined {
  if (!isMessage(item)) return given(item['type']) || given(item['id']) ? undefined : 'an item without a type';
  return contentFault(item['content'], TEXT_TYPES);
}

function canonicalMessage(item: JsonObject, content: JsonValue | undefined): CanonicalMessage {
  return { system: SYSTEM_ROLES.has(item['role']), value: { ...without(item, ITEM_TYPE), content } };
}

/** Calls, their outputs, reasoning, references to stored items … */
function asItIs(value: JsonObject): CanonicalMessage {
  return { system: false, value };
}

function unmarked(content: JsonValue | undefined): JsonValue | undefined {
  return isObjectArray(content) ? content.map((part) => without(part, CACHE_MARK)) : content;
}
