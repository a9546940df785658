import type { Said } from '../../core/dialect';
import type { JsonObject } from '../../core/json';
import { objectsOf, saidOf, textOf } from '../shared/said';

/** The text of each choice. */
export function said({ choices }: JsonObject): Said {
  return saidOf(
    objectsOf(choices).map(({ text }) => textOf(text)),
    [],
  );
}
