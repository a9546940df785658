import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { eventObject } from '../shared/define';
import { isJsonArray } from '../shared/json-array';
import type { Losses } from '../shared/merge';
import { refuseResponse } from '../shared/refuse';
import { given } from '../shared/request';
import { eventsToEnd, type EventStream, type SseEvent } from '../shared/sse';
import { parseStrictText } from '../shared/strict-json';
import { assembleBlock } from './blocks';

const END = 'message_stop';

/** How an open message takes each type of event. */
const METHODS = new Map<JsonValue | undefined, 'start' | 'startBlock' | 'addToBlock' | 'stopBlock' | 'change' | 'end'>([
  ['message_start', 'start'],
  ['content_block_start', 'startBlock'],
  ['content_block_delta', 'addToBlock'],
  ['content_block_stop', 'stopBlock'],
  ['message_delta', 'change'],
  [END, 'end'],
]);
/** Keeps the connection alive. */
const PING = 'ping';

/**
 * The message that the same call would have returned as JSON (Anthropic docs, "Streaming Messages"). An event's type is
 * what its data says, whatever its `event:` line does.
 *
 * @throws UnreadableResponseError
 */
export function assemble(stream: EventStream, losses: Losses): JsonObject {
  const message = new OpenMessage(losses);
  for (const event of eventsToEnd(stream, isEnd, readEvent)) {
    const { type, ...said } = readEvent(event);
    const method = METHODS.get(type);
    if (method !== undefined) message[method](said);
    else if (type !== PING) losses.note();
  }
  return message.closed();
}

/** Looked for in a stream that may be cut anywhere, so what is no JSON is no end. */
function isEnd({ data }: SseEvent): boolean {
  if (!data.includes(END)) return false;
  const parsed = parseStrictText(data);
  return parsed.ok && isJsonObject(parsed.value) && parsed.value['type'] === END;
}

/** @throws UnreadableResponseError when it tells of an error. */
function readEvent(event: SseEvent): JsonObject {
  if (event.event === 'error') refuseResponse('error-event', 'an error event');
  const said = eventObject(event);
  if (said['type'] === 'error') refuseResponse('error-event', 'an error event');
  return said;
}

interface OpenBlock {
  readonly start: JsonObject;
  readonly deltas: JsonObject[];
}

/** A message while its events come; blocks come one after the other. */
class OpenMessage {
  private fields: JsonObject | undefined;
  private readonly content: JsonObject[] = [];
  private block: OpenBlock | undefined;

  constructor(private readonly losses: Losses) {}

  closed(): JsonObject {
    if (this.fields === undefined || this.block !== undefined) outOfOrder();
    return { ...this.fields, content: this.content };
  }

  start({ message, ...others }: JsonObject): void {
    if (this.fields !== undefined || !isJsonObject(message)) outOfOrder();
    const content = message['content'] ?? [];
    if (!isJsonArray(content) || content.length > 0) refuseResponse('response-malformed', 'a start with content');
    this.fields = message;
    this.noteOthers(others);
  }

  startBlock({ index, content_block: start, ...others }: JsonObject): void {
    if (this.fields === undefined || this.block !== undefined || index !== this.content.length) outOfOrder();
    if (!isJsonObject(start)) refuseResponse('response-malformed', 'a block that is not an object');
    this.block = { start, deltas: [] };
    this.noteOthers(others);
  }

  addToBlock({ index, delta, ...others }: JsonObject): void {
    if (this.block === undefined || index !== this.content.length) outOfOrder();
    if (!isJsonObject(delta)) refuseResponse('response-malformed', 'a delta that is not an object');
    this.block.deltas.push(delta);
    this.noteOthers(others);
  }

  stopBlock({ index, ...others }: JsonObject): void {
    if (this.block === undefined || index !== this.content.length) outOfOrder();
    this.content.push(assembleBlock(this.block.start, this.block.deltas, this.losses));
    this.block = undefined;
    this.noteOthers(others);
  }

  /** Beside what changed of the message it may bring fields that the document has at its top (`context_management`). */
  change({ delta = {}, usage, ...others }: JsonObject): void {
    if (this.fields === undefined || this.block !== undefined) outOfOrder();
    if (!isJsonObject(delta)) refuseResponse('response-malformed', 'a delta that is not an object');
    const { content, usage: counted, ...changes } = { ...others, ...delta };
    this.noteOthers({ content, usage: counted });
    this.fields = { ...overwritten(this.fields, changes), ...this.usageWith(usage) };
  }

  end(others: JsonObject): void {
    this.noteOthers(others);
  }

  /** Counts are of the whole message so far. */
  private usageWith(usage: JsonValue | undefined): JsonObject {
    const before = this.fields?.['usage'];
    if (!given(usage)) return {};
    if (!isJsonObject(usage)) refuseResponse('response-malformed', 'a usage that is not an object');
    return { usage: isJsonObject(before) ? overwritten(before, usage) : usage };
  }

  /** A document has no place for fields of events that nobody here knows. */
  private noteOthers(others: JsonObject): void {
    if (Object.values(others).some((value) => value !== undefined)) this.losses.note();
  }
}

/** Null takes nothing back. */
function overwritten(earlier: JsonObject, later: JsonObject): JsonObject {
  const said = Object.entries(later).filter(([name, value]) => value !== null || !Object.hasOwn(earlier, name));
  return { ...earlier, ...Object.fromEntries(said) };
}

function outOfOrder(): never {
  refuseResponse('response-malformed', 'events out of order');
}
