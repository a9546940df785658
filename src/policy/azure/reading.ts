import type { NativeContext } from '../native/compile';
import { formatPlace, type Place } from '../place';
import type { AzurePolicies } from '../sources';
import type { Element } from './element';
import type { SectionName } from './sections';
import { nearest } from '../../core/nearest';
import type { SkippedNode } from './node';
import { readWritten, type Written } from './written';

/** Characters of a value that a message shows. */
const MAX_SHOWN = 200;

/** What the reading of one section of one document needs to know, and what it finds. */
export interface Reading extends NativeContext {
  readonly azure: AzurePolicies;
  /** The document's file. */
  readonly owner: string;
  readonly section: SectionName;
  /** The root elements of the fragments, by id. */
  readonly fragments: ReadonlyMap<string, Fragment>;
  /** Ids of the fragments that are being spliced in here, the outermost first. */
  readonly within: readonly string[];
  readonly skipped: SkippedNode[];
  readonly progress: Progress;
}

interface Progress {
  /** How many elements of fragments may still be spliced into the document. */
  room: number;
  /** A lookup has been read, and what follows comes after it. */
  pastLookup: boolean;
}

export interface Fragment {
  readonly file: string;
  /** `undefined`: it could not be read, which is reported already. */
  readonly root: Element | undefined;
  /** Its number of elements. */
  readonly size: number;
}

export function problem({ findings }: Pick<Reading, 'findings'>, place: Place, what: string): void {
  findings.problems.push(`${formatPlace(place)}: ${what}`);
}

export function warning({ findings }: Pick<Reading, 'findings'>, place: Place, what: string): void {
  findings.warnings.push(`${formatPlace(place)}: ${what}`);
}

export function checkAttributes(element: Element, known: readonly string[], reading: Pick<Reading, 'findings'>): void {
  for (const { name, place } of element.attributes.values()) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const meant = near === undefined ? '' : ` (did you mean ${near}?)`;
    const has = known.length === 0 ? 'it has none' : `it has: ${known.join(', ')}`;
    problem(reading, place, `<${element.name}> has no attribute "${name}"${meant}; ${has}`);
  }
}

/** Text between elements where none has a meaning. */
export function checkNoText(element: Element, reading: Pick<Reading, 'findings'>): void {
  if (element.hasText) problem(reading, element.place, `<${element.name}> has text of its own; it holds elements only`);
}

export function checkNoChildren(element: Element, reading: Reading): void {
  const child = element.children[0];
  if (child !== undefined) {
    problem(reading, child.place, `<${child.name}> is not allowed in <${element.name}>; it has to be empty`);
  }
  checkNoText(element, reading);
}

export function optional(element: Element, name: string, reading: Reading): Written | undefined {
  const found = element.attributes.get(name);
  return found && readWritten(found.value(), reading.azure.namedValues, reading.findings);
}

/** @param rule what the attribute has to be, for whom it is missing to */
export function required(element: Element, name: string, rule: string, reading: Reading): Written | undefined {
  const value = optional(element, name, reading);
  if (value === undefined) problem(reading, element.place, `<${element.name}> lacks ${name}; it has to be ${rule}`);
  return value;
}

const clipped = (text: string): string => (text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`);

/** A value that is not what it has to be. */
export function refused(name: string, value: Written, rule: string, reading: Reading): void {
  problem(reading, value.place, `${name} is "${clipped(value.shown)}"; it has to be ${rule}`);
}
