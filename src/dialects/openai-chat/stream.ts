import { isJsonObject, type JsonObject } from '../../core/json';
import { assembleChunks, choiceRules, indexed, textOrParts, type ChunkReading } from '../shared/chunk-reading';
import {
  agreed,
  appended,
  concatenated,
  dropped,
  inner,
  saidOnce,
  type Losses,
  type MergeRule,
  type MergeRules,
} from '../shared/merge';
import { refuseResponse } from '../shared/refuse';
import type { EventStream } from '../shared/sse';

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
/** OpenRouter's; whole answers have them with their index. */
const REASONING_DETAIL: MergeRules = {
  fields: new Map([
    ['text', concatenated],
    ['summary', concatenated],
    ['index', agreed],
    ['type', agreed],
    ['id', agreed],
    ['format', agreed],
  ]),
  otherwise: saidOnce,
};
const MESSAGE: MergeRules = {
  fields: new Map<string, MergeRule>([
    ['role', (values, losses) => agreed(values, losses) ?? undefined],
    ['content', textOrParts],
    ['refusal', concatenated],
    ['reasoning', concatenated],
    ['reasoning_content', concatenated],
    ['reasoning_details', unlessWhole(indexed(REASONING_DETAIL))],
    ['annotations', appended],
    ['function_call', inner(CALLED)],
    ['tool_calls', indexed(TOOL_CALL)],
  ]),
  otherwise: saidOnce,
};

const CHAT: ChunkReading = {
  objects: { chunk: 'chat.completion.chunk', answer: 'chat.completion' },
  choice: choiceRules('delta', inner(MESSAGE)),
  whole: ({ index, delta, message, ...fields }, losses) => {
    // There is one place for both: the deltas have it.
    if (message !== undefined) losses.note();
    const said = isJsonObject(delta) ? delta : {};
    return { index, message: { role: 'assistant', content: null, ...said }, ...fields };
  },
  check: ({ delta }) => {
    if (!isJsonObject(delta ?? {})) refuseResponse('response-malformed', 'a delta that is not an object');
  },
};

/** The chat completion that the same call would have returned as JSON. @throws UnreadableResponseError */
export function assemble(stream: EventStream, losses: Losses): JsonObject {
  return assembleChunks(stream, CHAT, losses);
}

/** A list that came in one piece is whole as it is, whether its items have an index or not. */
function unlessWhole(rule: MergeRule): MergeRule {
  return (values, losses) => {
    const said = values.filter((value) => value !== null);
    return said.length > 1 ? rule(said, losses) : saidOnce(values, losses);
  };
}
