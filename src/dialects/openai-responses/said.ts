import type { Said } from '../../core/dialect';
import type { JsonObject } from '../../core/json';
import { callOf, objectsOf, saidOf, textOf } from '../shared/said';

/** Messages and calls of the output. */
export function said({ output }: JsonObject): Said {
  const items = objectsOf(output);
  const parts = items.flatMap(({ type, content }) => (type === 'message' ? objectsOf(content) : []));
  const calls = items.filter(({ type }) => textOf(type).endsWith('_call'));
  return saidOf(
    parts.map((part) => textOf(part['text'] ?? part['refusal'])),
    calls.map((call) => callOf(call['name'] ?? call['type'], call['arguments'] ?? call['input'] ?? call['action'])),
  );
}
