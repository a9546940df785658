import type { Element } from './element';
import type { Node } from './node';
import { checkAttributes, checkNoChildren, problem, refused, required, type Fragment, type Reading } from './reading';

const MAX_DEPTH = 5;
/** Elements that fragments may bring into one document: nesting must not multiply without end. */
export const MAX_SPLICED = 10_000;

/** The policies of a fragment, in place of the element that includes it. */
export function readFragment(
  element: Element,
  reading: Reading,
  readPolicies: (parent: Element, reading: Reading) => readonly Node[],
): Node | undefined {
  const found = fragmentOf(element, reading);
  if (found?.fragment.root === undefined) return undefined;
  const { id, fragment } = found;
  const nodes = readPolicies(found.fragment.root, { ...reading, within: [...reading.within, id] });
  return { kind: 'fragment', id, file: fragment.file, nodes };
}

/** The fragment that an element includes, unless that would not end. */
export function fragmentOf(
  element: Element,
  reading: Reading,
): { readonly id: string; readonly fragment: Fragment } | undefined {
  checkAttributes(element, ['fragment-id'], reading);
  checkNoChildren(element, reading);
  const written = required(element, 'fragment-id', 'the id of a fragment', reading);
  if (written === undefined) return undefined;
  const id = written.text;
  const fragment = reading.fragments.get(id);
  if (fragment === undefined) {
    const ids = [...reading.fragments.keys()].join(', ');
    refused('fragment-id', written, ids === '' ? 'one of azure.fragments, which has none' : `one of: ${ids}`, reading);
    return undefined;
  }
  const { within } = reading;
  if (within.includes(id)) {
    problem(reading, written.place, `fragment ${id} includes itself (${[...within, id].join(' → ')})`);
    return undefined;
  }
  if (within.length >= MAX_DEPTH) {
    problem(reading, written.place, `fragments are nested deeper than ${MAX_DEPTH} (${[...within, id].join(' → ')})`);
    return undefined;
  }
  reading.progress.room -= fragment.size;
  if (reading.progress.room < 0) {
    problem(reading, written.place, `fragments bring more than ${MAX_SPLICED} elements into ${reading.owner}`);
    return undefined;
  }
  return { id, fragment };
}
