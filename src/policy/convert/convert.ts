import { readFragments } from '../azure/document';
import type { Element } from '../azure/element';
import { MAX_SPLICED } from '../azure/fragment';
import type { Reading } from '../azure/reading';
import type { SectionName } from '../azure/sections';
import { parseDocument } from '../azure/xml';
import { formatPlace } from '../place';
import { noFindings } from '../problems';
import type { AzurePolicies, PolicyDocument } from '../sources';
import { and, or } from './condition';
import { conditionTo, START, type Path } from './path';
import {
  convertLookup,
  convertStore,
  secondsOf,
  type ConvertedLookup,
  type LookupWhen,
  type StoreWhen,
} from './policies';
import { walkPolicies, type Found, type Walk } from './walk';
import { writeYaml } from './write-yaml';

export type Converted = { readonly yaml: string } | { readonly problems: readonly string[] };

/**
 * A document as the text of a policy file in the native form. It has to be one that compiles by itself.
 *
 * @param name of the policy
 */
export function convertDocument(
  document: PolicyDocument,
  { name, ...azure }: AzurePolicies & { readonly name: string },
  credentialHeaders: readonly string[],
): Converted {
  const findings = noFindings();
  const root = parseDocument(document, findings);
  if (root === undefined) return { problems: findings.problems };
  const fragments = readFragments(azure, findings);
  const reading = { credentialHeaders, random: () => 0.5, findings, azure, fragments, owner: document.file };
  const told = { problems: [], notes: [] };
  const inbound: Walk = { ...told, found: [], guards: [] };
  const outbound: Walk = { ...told, found: [], guards: [] };
  const after = walkSection('inbound', { root, reading, path: START, walk: inbound });
  const path = { ...START, variables: after.variables, hidden: after.hidden };
  const behind = walkSection('backend', { root, reading, path, walk: outbound });
  walkSection('outbound', { root, reading, path: behind, walk: outbound });
  const [lookup, store] = [lookupOf(inbound), storesOf(outbound)];
  const { problems, notes } = told;
  if (problems.length > 0) return { problems: [...new Set<string>(problems)] };
  return { yaml: writeYaml({ name, file: document.file, notes, lookup, store, defaults: azure.defaults }) };
}

interface Walking {
  readonly root: Element;
  readonly reading: Omit<Reading, 'section' | 'within' | 'skipped' | 'progress'>;
  readonly path: Path;
  readonly walk: Walk;
}

function walkSection(section: SectionName, { root, reading, path, walk }: Walking): Path {
  const element = root.children.find(({ name }) => name === section);
  const progress = { room: MAX_SPLICED, pastLookup: false };
  return element === undefined
    ? path
    : walkPolicies(element, { ...reading, section, within: [], skipped: [], progress }, path, walk);
}

function lookupOf(walk: Walk): LookupWhen | undefined {
  const all = walk.found.map((found) => ({ found, lookup: convertLookup(found, walk) }));
  const [first] = all;
  if (first?.lookup === undefined) return undefined;
  const other = all.find(({ lookup }) => lookup !== undefined && keyOf(lookup) !== keyOf(first.lookup));
  if (other !== undefined) {
    walk.problems.push(twoLookups(first.found, other.found));
    return undefined;
  }
  const when = or(
    ...all.map(({ found, lookup }) => {
      const own = lookup === undefined ? [] : [{ reached: found.path.reached, ok: lookup.ok }];
      return conditionTo(found.path, [...walk.guards, ...own]);
    }),
  );
  return { ...first.lookup, when };
}

function keyOf(lookup: ConvertedLookup | undefined): string {
  return JSON.stringify(lookup && [lookup.settings, lookup.varyBy, lookup.share]);
}

function twoLookups(first: Found, second: Found): string {
  const { name, place } = second.element;
  return (
    `${formatPlace(place)}: cannot be written in the native form: <${name}> differs from the one at ` +
    `${formatPlace(first.element.place)}, and a native policy has one lookup; give both the same settings, or keep the document`
  );
}

function storesOf(walk: Walk): StoreWhen | undefined {
  const stores = walk.found.flatMap((found) => {
    const store = convertStore(found, walk);
    if (store === undefined) return [];
    const guards = walk.guards.slice(0, found.guardsBefore);
    return [{ store, when: and(conditionTo(found.path, guards), store.ok) }];
  });
  if (stores.length === 0) return undefined;
  return { ttl: secondsOf(stores), when: or(...stores.map(({ when }) => when)) };
}
