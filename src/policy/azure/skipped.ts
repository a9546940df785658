import type { Element } from './element';
import { fragmentOf } from './fragment';
import { hiddenBy, type Hidden } from './hides';
import type { SkippedNode } from './node';
import { CONTAINERS, ENDING, isOurs } from './policy-names';
import { problem, type Reading } from './reading';

/** A policy that the cache does not execute, and what it may change for what comes after it. */
export function readSkipped(element: Element, reading: Reading): SkippedNode | undefined {
  const { name, place } = element;
  refuseOurs(element, element, reading);
  if (name === 'forward-request' && element.attributes.size === 0) return undefined;
  const hidden = CONTAINERS.has(name)
    ? hiddenWithin(element, element, reading)
    : hiddenBy(element, reading.section, reading.azure.namedValues);
  const hides = [...new Map(hidden.map((each) => [each.key, each])).values()];
  const { pastLookup } = reading.progress;
  const node: SkippedNode = { kind: 'skipped', name, place, ends: ENDING.has(name), pastLookup, hides };
  reading.skipped.push(node);
  return node;
}

function refuseOurs(element: Element, around: Element, reading: Reading): void {
  for (const child of element.children) {
    if (isOurs(child.name)) {
      problem(reading, child.place, `<${child.name}> inside <${around.name}> is not supported; move it out`);
    }
    refuseOurs(child, around, reading);
  }
}

/** Everything that any policy in a container may change, since it is not known which of them run. */
function hiddenWithin(parent: Element, around: Element, reading: Reading): readonly Hidden[] {
  return parent.children.flatMap((element) => {
    switch (element.name) {
      case 'set-variable':
        return hiddenBy(variableNamed(element), reading.section, reading.azure.namedValues);
      case 'include-fragment': {
        const found = fragmentOf(element, reading);
        if (found?.fragment.root === undefined) return [];
        refuseOurs(found.fragment.root, around, reading);
        return hiddenWithin(found.fragment.root, around, { ...reading, within: [...reading.within, found.id] });
      }
      case 'choose':
      case 'when':
      case 'otherwise':
        return hiddenWithin(element, around, reading);
      default:
        if (CONTAINERS.has(element.name)) return hiddenWithin(element, around, reading);
        return hiddenBy(element, reading.section, reading.azure.namedValues);
    }
  });
}

/** `hiddenBy` knows variables by attributes that end with "variable-name". */
function variableNamed(element: Element): Element {
  const name = element.attributes.get('name');
  return { ...element, attributes: new Map(name && [['variable-name', name]]) };
}
