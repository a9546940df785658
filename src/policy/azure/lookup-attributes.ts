import { similarityOf } from '../../core/policy';
import type { Element } from './element';
import { optional, refused, required, warning, type Reading } from './reading';
import { isExpression, type Written } from './written';

const DISTANCE = 'a number from 0 to 1: a distance, lower is stricter; 0.05 is a good start';
/** Azure's reference warns of mismatches above this distance. */
const LOOSE = 0.2;
/** From here on the distance looks like a similarity. */
const LIKE_SIMILARITY = 0.5;

/** The score-threshold: a cosine distance. */
export function readDistance(
  element: Element,
  reading: Reading,
): { readonly value: number; readonly written: Written } | undefined {
  const written = required(element, 'score-threshold', DISTANCE, reading);
  if (written === undefined) return undefined;
  if (isExpression(written)) {
    refused('score-threshold', written, `${DISTANCE}, not an expression`, reading);
    return undefined;
  }
  const value = /^(\d{1,6}(\.\d{1,20})?|\.\d{1,20})$/.test(written.text) ? Number(written.text) : NaN;
  if (!(value <= 1)) {
    refused('score-threshold', written, DISTANCE, reading);
    return undefined;
  }
  if (value > LOOSE) warnLoose(value, written, reading);
  return { value, written };
}

function warnLoose(value: number, written: Written, reading: Reading): void {
  const similarity = similarityOf(value);
  const similar = value >= LIKE_SIMILARITY;
  const what = similar ? 'nearly everything matches' : 'questions with other answers match';
  const instead = similar
    ? `if a similarity of ${value} was meant, write ${similarity}`
    : 'write 0.05 to begin with, and 0.2 at most';
  warning(
    reading,
    written.place,
    `score-threshold ${written.shown} is a distance: it means similarity ${similarity}, so ${what}; ${instead}`,
  );
}

/** Both are accepted only: the embeddings are made here. */
export function checkBackend(element: Element, reading: Reading): void {
  const id = required(element, 'embeddings-backend-id', 'the id of an embeddings backend', reading);
  const ids = Object.keys(reading.azure.embeddingsBackends);
  if (id !== undefined && (id.text === '' || isExpression(id))) {
    refused('embeddings-backend-id', id, 'the id of an embeddings backend', reading);
  } else if (id !== undefined && ids.length > 0 && !ids.includes(id.text)) {
    refused('embeddings-backend-id', id, `one of azure.embeddings-backends: ${ids.join(', ')}`, reading);
  }
  const auth = optional(element, 'embeddings-backend-auth', reading);
  if (auth !== undefined && auth.text !== 'system-assigned') {
    refused('embeddings-backend-auth', auth, 'system-assigned, or left out', reading);
  }
}

/** ignore-system-messages */
export function readFlag(element: Element, reading: Reading): boolean {
  const written = optional(element, 'ignore-system-messages', reading);
  if (written !== undefined && written.text !== 'true' && written.text !== 'false') {
    refused('ignore-system-messages', written, 'true or false', reading);
  }
  return written?.text === 'true';
}

/** max-message-count */
export function readCount(element: Element, reading: Reading): number | undefined {
  const written = optional(element, 'max-message-count', reading);
  if (written === undefined) return undefined;
  if (/^0*[1-9]\d{0,8}$/.test(written.text)) return Number(written.text);
  refused('max-message-count', written, 'a whole number from 1', reading);
  return undefined;
}
