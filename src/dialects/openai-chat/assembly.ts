import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isObjectArray } from '../shared/json-array';
import {
  agreed,
  appended,
  concatenated,
  dropped,
  first,
  last,
  MergeConflict,
  mergeFragments,
  saidOnce,
  type MergeRule,
  type MergeRules,
} from '../shared/merge';

/** One event of the stream, taken apart. */
export interface Chunk {
  readonly choices: readonly ChoiceFragment[];
  /** The fields besides `choices`, `object` and `error`. */
  readonly fields: JsonObject;
}

/** What one chunk says of one choice. */
export interface ChoiceFragment {
  readonly index: number;
  readonly delta: JsonObject;
  /** The fields besides `index` and `delta`. */
  readonly fields: JsonObject;
}

const CHUNK: MergeRules = {
  fields: new Map([
    ['id', first],
    ['created', first],
    ['model', first],
    ['system_fingerprint', first],
    ['service_tier', first],
    ['usage', last],
    ['obfuscation', dropped], // padding against side channels: random by design
  ]),
  otherwise: agreed,
};
const LOGPROBS: MergeRules = {
  fields: new Map([
    ['content', appended],
    ['refusal', appended],
  ]),
  otherwise: agreed,
};
const CHOICE: MergeRules = {
  fields: new Map<string, MergeRule>([
    ['finish_reason', last],
    ['logprobs', inner(LOGPROBS)],
  ]),
  otherwise: agreed,
};
const CALLED: MergeRules = {
  fields: new Map([
    ['name', agreed],
    ['arguments', concatenated],
  ]),
  otherwise: saidOnce,
};
const TOOL_CALL: MergeRules = {
  fields: new Map<string, MergeRule>([
    ['index', dropped],
    ['id', agreed],
    ['type', agreed],
    ['function', inner(CALLED)],
  ]),
  otherwise: saidOnce,
};
const MESSAGE: MergeRules = {
  fields: new Map<string, MergeRule>([
    ['role', (values) => agreed(values) ?? undefined],
    ['content', concatenated],
    ['refusal', concatenated],
    ['reasoning', concatenated],
    ['reasoning_content', concatenated],
    ['annotations', appended],
    ['function_call', inner(CALLED)],
    ['tool_calls', toolCalls],
  ]),
  otherwise: saidOnce,
};

/** Puts the chunks of one stream together. @throws MergeConflict when a field has no one value. */
export function assembleChunks(chunks: readonly Chunk[]): JsonObject {
  const fields = mergeFragments(
    chunks.map((chunk) => chunk.fields),
    CHUNK,
  );
  const fragments = chunks.flatMap((chunk) => chunk.choices);
  const choices = [...grouped(fragments, ({ index }) => index)].map(([index, group]) => assembleChoice(index, group));
  return { object: 'chat.completion', ...fields, choices };
}

function assembleChoice(index: number, fragments: readonly ChoiceFragment[]): JsonObject {
  const message = mergeFragments(
    fragments.map(({ delta }) => delta),
    MESSAGE,
  );
  const fields = mergeFragments(
    fragments.map((fragment) => fragment.fields),
    CHOICE,
  );
  return { index, message: { role: 'assistant', content: null, ...message }, ...fields };
}

/** Lists of call fragments; each says to which call it belongs by `index`. */
function toolCalls(values: readonly JsonValue[]): JsonValue {
  const lists = values.filter((value) => value !== null);
  if (!lists.every(isObjectArray)) throw new MergeConflict();
  if (lists.length === 0) return null;
  return [...grouped(lists.flat(), callIndex).values()].map((fragments) => mergeFragments(fragments, TOOL_CALL));
}

function callIndex({ index }: JsonObject): number {
  if (typeof index !== 'number') throw new MergeConflict();
  return index;
}

/** The rule for a field whose fragments are objects with rules of their own; null when none came. */
function inner(rules: MergeRules): MergeRule {
  return (values) => {
    const objects = values.filter((value) => value !== null);
    if (!objects.every(isJsonObject)) throw new MergeConflict();
    return objects.length === 0 ? null : mergeFragments(objects, rules);
  };
}

/** Groups by index, in the order of the indices; inside a group the order stays. */
function grouped<T>(items: readonly T[], indexOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(indexOf(item));
    if (group === undefined) groups.set(indexOf(item), [item]);
    else group.push(item);
  }
  return new Map([...groups].sort(([left], [right]) => left - right));
}
