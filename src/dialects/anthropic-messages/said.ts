import type { Said } from '../../core/dialect';
import type { JsonObject } from '../../core/json';
import { callOf, objectsOf, saidOf, textOf } from '../shared/said';
import { familyOf } from './blocks';

/** Text and calls of the content; thoughts are not said. */
export function said({ content }: JsonObject): Said {
  const blocks = objectsOf(content);
  const calls = blocks.filter((block) => familyOf(block) === 'tool_use');
  return saidOf(
    blocks.filter((block) => familyOf(block) === 'text').map(({ text }) => textOf(text)),
    calls.map((call) => callOf(call['name'], call['input'])),
  );
}
