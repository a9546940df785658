import type { NativeContext } from '../native/compile';
import { formatPlace } from '../place';
import type { Findings } from '../problems';
import type { AzurePolicies, PolicyDocument } from '../sources';
import { conflictsIn } from './conflicts';
import type { Element } from './element';
import { MAX_SPLICED } from './fragment';
import type { Node, SkippedNode } from './node';
import { placeInEnvoy, type EnvoyPlace } from './envoy-place';
import { isOfAzure } from './policy-names';
import { readSection } from './policy';
import { checkAttributes, checkNoText, problem, type Fragment, type Reading } from './reading';
import { SECTIONS, type SectionName } from './sections';
import { parseDocument } from './xml';

/** The policies of one scope, by section; a section that is not written is not there. */
export interface ReadDocument {
  readonly file: string;
  readonly sections: ReadonlyMap<SectionName, readonly Node[]>;
}

export interface DocumentContext extends NativeContext {
  readonly azure: AzurePolicies;
  readonly fragments: ReadonlyMap<string, Fragment>;
}

export function readFragments(azure: AzurePolicies, findings: Findings): ReadonlyMap<string, Fragment> {
  return new Map(
    Object.entries(azure.fragments).map(([id, document]) => {
      const element = parseDocument(document, findings);
      const root = element && rooted(element, 'fragment', findings);
      return [id, { file: document.file, root, size: root === undefined ? 0 : sizeOf(root) }];
    }),
  );
}

/** `undefined` when it cannot be read; the findings then say why. */
export function readDocument(document: PolicyDocument, context: DocumentContext): ReadDocument | undefined {
  const element = parseDocument(document, context.findings);
  const root = element && rooted(element, 'policies', context.findings);
  if (root === undefined) return undefined;
  const sections = new Map<SectionName, readonly Node[]>();
  const skipped: SkippedNode[] = [];
  const progress = { room: MAX_SPLICED, pastLookup: false };
  for (const child of root.children) {
    const section = sectionNamed(child, sections, context.findings);
    if (section === undefined) continue;
    const reading: Reading = { ...context, owner: document.file, section, within: [], skipped, progress };
    const nodes = readSection(child, reading);
    sections.set(section, nodes);
    reportConflicts(nodes, reading);
  }
  reportSkipped(document.file, skipped, context);
  return { file: document.file, sections };
}

function rooted(element: Element, wanted: string, findings: Findings): Element | undefined {
  const { name, place } = element;
  if (name !== wanted) {
    problem({ findings }, place, `the root element is <${name}>; it has to be <${wanted}>`);
    return undefined;
  }
  checkNoText(element, { findings });
  checkAttributes(element, [], { findings });
  return element;
}

function sectionNamed(
  { name, place }: Element,
  sections: ReadonlyMap<SectionName, unknown>,
  findings: Findings,
): SectionName | undefined {
  const section = SECTIONS.find((known) => known === name);
  if (section === undefined) {
    problem({ findings }, place, `<${name}> is not allowed in <policies>; it holds: <${SECTIONS.join('>, <')}>`);
    return undefined;
  }
  if (sections.has(section)) {
    problem({ findings }, place, `<${name}> is there already; it is allowed once`);
    return undefined;
  }
  return section;
}

function reportConflicts(nodes: readonly Node[], reading: Reading): void {
  for (const { first, second } of conflictsIn(nodes)) {
    const included = second.place.file === reading.owner ? '' : ` in ${reading.owner}, which includes it`;
    problem(
      reading,
      second.place,
      `<${second.name}> can run after the one at ${formatPlace(first.place)}${included}; one is allowed in a section, ` +
        'or one in each of several branches of which only one runs',
    );
  }
}

function reportSkipped(file: string, skipped: readonly SkippedNode[], { azure, findings }: DocumentContext): void {
  if (skipped.length === 0) return;
  const told = (node: SkippedNode): string => `${node.name} (${formatPlace(node.place)})${foreign(node)}`;
  if (azure.strict) {
    for (const node of skipped) {
      problem(
        { findings },
        node.place,
        `<${node.name}> is not executed by the cache${foreign(node)}, and azure.strict is on; take it out`,
      );
    }
    return;
  }
  findings.warnings.push(
    `${file}: not executed by the cache: ${skipped.map(told).join(', ')}${placement('before', skipped)}${placement('after', skipped)}`,
  );
}

const PLACEMENTS: Readonly<Record<EnvoyPlace, string>> = {
  before: 'before this filter: a hit never reaches what comes after it',
  after: 'after this filter: a hit does not come there',
};

function placement(where: EnvoyPlace, skipped: readonly SkippedNode[]): string {
  const names = [...new Set(skipped.filter((node) => placeInEnvoy(node) === where).map(({ name }) => name))];
  return names.length === 0 ? '' : `. Have Envoy do ${names.join(', ')} ${PLACEMENTS[where]}`;
}

function foreign({ name }: SkippedNode): string {
  return isOfAzure(name) ? '' : " (unknown to Azure's reference)";
}

function sizeOf(element: Element): number {
  return element.children.reduce((sum, child) => sum + sizeOf(child), 1);
}
