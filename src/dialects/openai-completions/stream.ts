import type { JsonObject } from '../../core/json';
import { assembleChunks, choiceRules, type ChunkReading } from '../shared/chunk-reading';
import { concatenated, type Losses } from '../shared/merge';
import { refuseResponse } from '../shared/refuse';
import type { EventStream } from '../shared/sse';

const COMPLETION: ChunkReading = {
  objects: { chunk: 'text_completion', answer: 'text_completion' },
  choice: choiceRules('text', concatenated),
  whole: ({ text, ...fields }) => ({ text: text ?? '', ...fields }),
  check: ({ text }) => {
    if (typeof (text ?? '') !== 'string') refuseResponse('response-malformed', 'a text that is none');
  },
};

/** The completion that the same call would have returned as JSON. @throws UnreadableResponseError */
export function assemble(stream: EventStream, losses: Losses): JsonObject {
  return assembleChunks(stream, COMPLETION, losses);
}
