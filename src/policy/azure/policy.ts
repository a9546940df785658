import { constant } from '../computed';
import { readChoose } from './choose';
import type { Element } from './element';
import { evaluated } from './evaluated';
import { readFragment } from './fragment';
import { readLookup } from './lookup';
import { nearest } from '../../core/nearest';
import type { Node } from './node';
import { EXECUTED, isOfAzure, LOOKUPS, STORES } from './policy-names';
import { checkAttributes, checkNoChildren, checkNoText, problem, required, type Reading } from './reading';
import { sectionOfExpressions } from './sections';
import { readSkipped } from './skipped';
import { readStore } from './store';
import { isExpression } from './written';

/** The policies of a section. */
export function readSection(section: Element, reading: Reading): readonly Node[] {
  let base: Element | undefined;
  checkAttributes(section, [], reading);
  checkNoText(section, reading);
  return section.children.flatMap((element): readonly Node[] => {
    if (element.name !== 'base') return readPolicy(element, reading);
    checkAttributes(element, [], reading);
    checkNoChildren(element, reading);
    if (base !== undefined) {
      problem(
        reading,
        element.place,
        `<base /> is there already (line ${base.place.line}); it is allowed once in a section`,
      );
      return [];
    }
    base = element;
    return [{ kind: 'base', place: element.place }];
  });
}

/** Policies within `choose` or a fragment. */
function readPolicies(parent: Element, reading: Reading): readonly Node[] {
  checkNoText(parent, reading);
  return parent.children.flatMap((element) => readPolicy(element, reading));
}

function readPolicy(element: Element, reading: Reading): readonly Node[] {
  const node = readOne(element, reading);
  return node === undefined ? [] : [node];
}

function readOne(element: Element, reading: Reading): Node | undefined {
  const { name, place } = element;
  if (LOOKUPS.has(name)) return inSection('inbound', element, reading) ? readLookup(element, reading) : undefined;
  if (STORES.has(name)) return inSection('outbound', element, reading) ? readStore(element, reading) : undefined;
  switch (name) {
    case 'base': {
      problem(reading, place, '<base /> is allowed directly in a section only, not in a branch or fragment');
      return undefined;
    }
    case 'choose':
      return readChoose(element, reading, readPolicies);
    case 'set-variable':
      return readVariable(element, reading);
    case 'include-fragment':
      return readFragment(element, reading, readPolicies);
    case 'when':
    case 'otherwise': {
      problem(reading, place, `<${name}> is allowed in <choose> only`);
      return undefined;
    }
    default:
      return isMisspelt(element, reading) ? undefined : readSkipped(element, reading);
  }
}

function inSection(wanted: 'inbound' | 'outbound', { name, place }: Element, reading: Reading): boolean {
  if (reading.section === wanted) return true;
  problem(reading, place, `<${name}> is not allowed in <${reading.section}>; it has to be in <${wanted}>`);
  return false;
}

/** A misspelt lookup would silently not run. */
function isMisspelt({ name, place }: Element, reading: Reading): boolean {
  if (isOfAzure(name)) return false;
  const near = nearest(name, [...LOOKUPS, ...STORES], 3) ?? nearest(name, EXECUTED, name.length > 5 ? 2 : 1);
  if (near === undefined) return false;
  problem(reading, place, `<${name}> is no policy; did you mean <${near}>?`);
  return true;
}

function readVariable(element: Element, reading: Reading): Node | undefined {
  checkAttributes(element, ['name', 'value'], reading);
  checkNoChildren(element, reading);
  const name = required(element, 'name', 'the name of a variable', reading);
  const value = required(element, 'value', 'a text or an expression', reading);
  if (name === undefined || value === undefined) return undefined;
  if (name.text === '' || isExpression(name)) {
    problem(reading, name.place, `name is "${name.shown}"; it has to be the name of a variable`);
    return undefined;
  }
  const computed = isExpression(value)
    ? evaluated(value, sectionOfExpressions(reading.section), (given) => given, reading.findings)
    : constant<unknown>(value.text, value.shown);
  if (computed === undefined) return undefined;
  const step = { kind: 'set-variable', name: name.text, value: computed } as const;
  return { kind: 'set-variable', step, says: `set-variable ${name.shown}: ${value.shown}` };
}
