import type { CanonicalMessage } from '../../core/dialect';
import type { JsonObject, JsonValue } from '../../core/json';
import { refuseRequest } from '../shared/refuse';
import { checkedText } from '../shared/request';
import { canonicalContent, comparedContent, contentFault, SYSTEM_ROLES } from '../shared/text-parts';

/** A conversation reduced to what changes the answer; `comparedText` is "" when there is none. */
export interface Conversation {
  readonly messages: readonly CanonicalMessage[];
  readonly comparedText: string;
}

/** Type of a content part that is text. */
const TEXT = 'text';
const TEXT_TYPES: ReadonlySet<JsonValue | undefined> = new Set([TEXT]);

/** Normalises the messages and takes the compared text out of the last one. @throws UnreadableRequestError */
export function canonicalConversation(messages: readonly JsonObject[]): Conversation {
  const fault = messages.map(messageFault).find(Boolean);
  if (fault !== undefined) refuseRequest(fault);
  const lastMessage = messages.at(-1);
  const { text, placeholder } = comparedContent(lastMessage?.['role'] === 'user' ? lastMessage['content'] : null, TEXT);
  const earlier = text === '' ? messages : messages.slice(0, -1);
  const canonical = earlier.map((message) =>
    canonicalMessage({ ...message, content: canonicalContent(message['content'], TEXT) }),
  );
  if (text !== '') canonical.push(canonicalMessage({ ...lastMessage, content: placeholder }));
  return { messages: canonical, comparedText: checkedText(text) };
}

function messageFault(message: JsonObject): string | undefined {
  if (typeof message['role'] !== 'string') return 'a message without a role';
  return contentFault(message['content'] ?? '', TEXT_TYPES);
}

function canonicalMessage(value: JsonObject): CanonicalMessage {
  return { system: SYSTEM_ROLES.has(value['role']), value };
}
