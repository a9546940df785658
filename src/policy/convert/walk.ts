import type { Element } from '../azure/element';
import { fragmentOf } from '../azure/fragment';
import { LOOKUPS, STORES } from '../azure/policy-names';
import { optional, type Reading } from '../azure/reading';
import { readSkipped } from '../azure/skipped';
import { isExpression, type Written } from '../azure/written';
import { parse } from '../expression/parse';
import { formatPlace } from '../place';
import { convertTree, MOST_STATEMENTS } from './block';
import { and, FALSE, not, TRUE, type Condition } from './condition';
import type { Variable } from './environment';
import { joined, type BranchPath, type Guard, type Path } from './path';
import { conditionOf, isNullable, NotConvertible, textLiteral, type Cel, type Value } from './value';

/** A lookup or a store, and the path to it. */
export interface Found {
  readonly element: Element;
  readonly path: Path;
  readonly reading: Reading;
  /** How many guards there were before it. */
  readonly guardsBefore: number;
}

export interface Walk {
  readonly found: Found[];
  readonly guards: Guard[];
  readonly problems: string[];
  /** What could not be carried over, for people. */
  readonly notes: string[];
}

/** Follows the policies of a section as they run. */
export function walkPolicies(parent: Element, reading: Reading, start: Path, walk: Walk): Path {
  return parent.children.reduce((path, element) => (path.ended ? path : past(element, reading, path, walk)), start);
}

/** Characters of the conditions that lead to a policy. */
const LONGEST = 32_768;

function past(element: Element, reading: Reading, path: Path, walk: Walk): Path {
  const { name, place } = element;
  if (path.reached.reduce((sum, { text }) => sum + text.length, 0) > LONGEST) {
    walk.problems.push(
      `${formatPlace(place)}: cannot be written in the native form: more than ${LONGEST} characters of conditions`,
    );
    return { ...path, ended: true };
  }
  if (LOOKUPS.has(name) || STORES.has(name)) {
    walk.found.push({ element, path, reading, guardsBefore: walk.guards.length });
    return path;
  }
  switch (name) {
    case 'base':
      return path;
    case 'choose':
      return pastChoose(element, reading, path, walk);
    case 'set-variable':
      return pastVariable(element, reading, path, walk);
    case 'include-fragment': {
      const found = fragmentOf(element, reading);
      if (found?.fragment.root === undefined) return path;
      return walkPolicies(found.fragment.root, { ...reading, within: [...reading.within, found.id] }, path, walk);
    }
    default:
      return pastSkipped(element, reading, path, walk);
  }
}

function pastSkipped(element: Element, reading: Reading, path: Path, walk: Walk): Path {
  const skipped = readSkipped(element, reading);
  if (skipped === undefined) return path;
  const what = `<${skipped.name}> at ${formatPlace(skipped.place)}`;
  walk.notes.push(`${what}: not executed by the cache${skipped.ends ? ', which stays out of calls that it ends' : ''}`);
  const hidden = new Map([...path.hidden, ...skipped.hides.map(({ key }) => [key, what] as const)]);
  return { ...path, hidden, ended: skipped.ends };
}

function pastChoose(element: Element, reading: Reading, path: Path, walk: Walk): Path {
  const branches: BranchPath[] = [];
  let before: readonly Condition[] = [];
  let hasOtherwise = false;
  for (const child of element.children) {
    const isWhen = child.name === 'when';
    const holds = isWhen ? whenHolds(child, reading, addedTo(path, before), walk) : TRUE;
    if (holds.text !== FALSE.text) {
      branches.push({ holds, path: walkPolicies(child, reading, addedTo(path, [...before, holds]), walk) });
    }
    before = [...before, not(holds)];
    hasOtherwise ||= !isWhen;
  }
  if (!hasOtherwise) branches.push({ holds: TRUE, path: addedTo(path, before) });
  return joined(path, branches);
}

/** With one more condition: that a branch is taken. */
function addedTo(path: Path, conditions: readonly Condition[]): Path {
  return conditions.length === 0 ? path : { ...path, reached: [...path.reached, and(...conditions)] };
}

function whenHolds(when: Element, reading: Reading, path: Path, walk: Walk): Condition {
  const written = optional(when, 'condition', reading);
  if (written === undefined) return FALSE;
  if (!isExpression(written)) return written.text.toLowerCase() === 'true' ? TRUE : FALSE;
  const value = convertedOrTold(written, path, walk);
  if (value === undefined) return FALSE;
  if (value.kind !== 'cel' || value.type !== 'bool' || isNullable(value)) {
    walk.problems.push(`${formatPlace(written.place)}: cannot be written in the native form: a condition of this type`);
    return FALSE;
  }
  guard(value, path, walk);
  return conditionOf(value);
}

function pastVariable(element: Element, reading: Reading, path: Path, walk: Walk): Path {
  const [name, written] = [optional(element, 'name', reading), optional(element, 'value', reading)];
  if (name === undefined || written === undefined) return path;
  noteNamedValues(written, walk);
  const value = isExpression(written)
    ? variableOf(written, path, walk)
    : { value: textLiteral(written.text), setWhen: TRUE };
  const hidden = new Map(path.hidden);
  hidden.delete(`variable:${name.text}`);
  return { ...path, hidden, variables: new Map(path.variables).set(name.text, value) };
}

/** One that nothing reads needs no native form. */
function variableOf(written: Written, path: Path, walk: Walk): Variable {
  try {
    const value = converted(written, path);
    guard(value, path, walk);
    return { value, setWhen: TRUE };
  } catch (error) {
    if (!(error instanceof NotConvertible)) throw error;
    const place = formatPlace(written.placeOf(error.offset));
    if (error.isFailure) walk.problems.push(`${place}: cannot be written in the native form: ${error.message}`);
    walk.notes.push(
      `<set-variable> at ${formatPlace(written.place)}: left out, and with it that a call bypasses the cache where it fails`,
    );
    return `which is set to what has no native form (${reasonOf(error, written)}, ${place})`;
  }
}

function guard(value: Value, { reached }: Path, { guards }: Walk): void {
  if (value.kind !== 'null' && value.ok.text !== TRUE.text) guards.push({ reached, ok: value.ok });
}

/** An expression's native form. @throws NotConvertible */
function converted(written: Written, path: Path): Value {
  const tree = parse(written.text);
  const { variables, hidden } = path;
  return convertTree(tree, { variables, hidden, locals: new Map(), budget: { left: MOST_STATEMENTS } });
}

/** What is put in may be a secret, and a message names what it stumbled over. */
function reasonOf({ message }: NotConvertible, { putIn: [first] }: Written): string {
  return first === undefined ? message : `an expression with {{${first.name}}} put in`;
}

/** The native form has no named values. */
export function noteNamedValues({ putIn }: Written, { notes }: Walk): void {
  notes.push(...putIn.map(({ name }) => `{{${name}}}: what this named value holds is written out where it is used`));
}

/** `undefined`: it has none, which `problems` tells. */
function convertedOrTold(written: Written, path: Path, walk: Walk): Value | undefined {
  try {
    noteNamedValues(written, walk);
    return converted(written, path);
  } catch (error) {
    if (!(error instanceof NotConvertible)) throw error;
    const place = formatPlace(written.placeOf(error.offset));
    walk.problems.push(`${place}: cannot be written in the native form: ${reasonOf(error, written)}`);
    return undefined;
  }
}

/** A text or number that a policy needs. `undefined`: it has no native form, which `problems` tells. */
export function convertedCel(written: Written, { path }: Found, walk: Walk): Cel | undefined {
  const value = convertedOrTold(written, path, walk);
  if (value === undefined || value.kind === 'cel') return value;
  walk.problems.push(`${formatPlace(written.place)}: cannot be written in the native form: a value of this type`);
  return undefined;
}
