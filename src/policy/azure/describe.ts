import type { MatchSettings } from '../../core/policy';
import type { PolicyMeaning } from '../meaning';
import type { ReadDocument } from './document';
import type { Node, SkippedNode } from './node';
import { placeInEnvoy } from './envoy-place';
import { LIMITS } from './policy-names';
import { SECTIONS, type SectionName } from './sections';

/** What the policies of a scope mean, in plain words. @param outer what `<base />` stands for; "" for nothing */
export function describeScope(name: string, document: ReadDocument, outer: string): PolicyMeaning {
  const told = SECTIONS.filter((section) => section !== 'on-error' && isTold(section, document));
  const lines = told.flatMap((section) => [`${section}:`, ...sectionLines(section, document, outer)]);
  return { name, at: document.file, lines };
}

/** A document that is for some requests only says so first. */
export function describeAlone({ hosts, paths }: MatchSettings, meaning: PolicyMeaning): PolicyMeaning {
  const parts = [
    ...(hosts.length === 0 ? [] : [`host ${hosts.join(' or ')}`]),
    ...(paths.length === 0 ? [] : [`paths under ${paths.join(' or ')}`]),
  ];
  if (parts.length === 0) return meaning;
  return { ...meaning, lines: [`requests to ${parts.join(', ')}:`, ...meaning.lines] };
}

/** Backend is most often empty or as it is by default. */
function isTold(section: SectionName, { sections }: ReadDocument): boolean {
  return section !== 'backend' || (sections.get(section) ?? []).some(({ kind }) => kind !== 'base');
}

function sectionLines(section: SectionName, { sections }: ReadDocument, outer: string): readonly string[] {
  const nodes = sections.get(section) ?? [];
  if (nodes.length === 0) return [outer === '' ? '  nothing' : '  nothing: without <base /> outer scopes do not run'];
  return linesOf(nodes, 1, outer);
}

function linesOf(nodes: readonly Node[], depth: number, outer: string): readonly string[] {
  return nodes.flatMap((node) => nodeLines(node, depth, outer));
}

function nodeLines(node: Node, depth: number, outer: string): readonly string[] {
  const indent = '  '.repeat(depth);
  switch (node.kind) {
    case 'base':
      return [`${indent}base (${outer === '' ? 'no outer scope' : outer})`];
    case 'fragment':
      return [`${indent}fragment ${node.id} (${node.file}):`, ...linesOf(node.nodes, depth + 1, outer)];
    case 'choose':
      return [
        ...node.whens.flatMap(({ condition, nodes }) => [
          `${indent}when ${condition.source}:`,
          ...linesOf(nodes, depth + 1, outer),
        ]),
        ...(node.otherwise === undefined ? [] : [`${indent}otherwise:`, ...linesOf(node.otherwise, depth + 1, outer)]),
      ];
    case 'skipped':
      return [`${indent}${node.name}: ${skippedText(node)}`];
    case 'lookup':
    case 'store':
    case 'set-variable':
      return [`${indent}${node.says}`];
  }
}

function skippedText(node: SkippedNode): string {
  const { name, ends, pastLookup, hides } = node;
  const parts = ['not executed by the cache'];
  if (ends) parts.push('the call ends here');
  if (LIMITS.has(name) && pastLookup) parts.push('it comes after the lookup, so a hit does not count');
  else if (placeInEnvoy(node) !== undefined) parts.push(`have Envoy do it ${placeInEnvoy(node)} this filter`);
  if (hides.length > 0) parts.push(`expressions after it cannot read ${hides.map(({ shown }) => shown).join(', ')}`);
  return parts.join('; ');
}
