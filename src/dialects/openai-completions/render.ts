import type { Presentation } from '../../core/dialect';
import type { JsonObject } from '../../core/json';
import { chunkEvents, type ChunkWriting } from '../shared/chunk-writing';
import { pieces } from '../shared/pieces';
import type { SseEvent } from '../shared/sse';

const COMPLETION: ChunkWriting = {
  object: 'text_completion',
  content: 'text',
  firstText: 0,
  pieces: ({ text }) =>
    typeof text === 'string' ? [...pieces(text), ''].map((piece) => ({ text: piece })) : undefined,
};

/** A completion as the events of its stream; `undefined` when they cannot carry something of it. */
export function events(document: JsonObject, as: Presentation): readonly SseEvent[] | undefined {
  return chunkEvents(document, COMPLETION, as);
}
