import type { Program } from '../program';
import type { ReadDocument } from './document';
import type { SectionName } from './sections';
import { toSteps, type Node } from './node';

/** The policies of a section in the order in which they run. */
export interface Effective {
  readonly inbound: readonly Node[];
  /** Of backend and outbound: what backend sets is there in outbound, and neither runs on a hit. */
  readonly outbound: readonly Node[];
}

/** @param documents the innermost first; each next one is what `<base />` stands for */
export function effectiveOf(documents: readonly ReadDocument[]): Effective {
  const section = (name: SectionName): readonly Node[] =>
    documents.reduceRight<readonly Node[]>(
      (outer, { sections }) => (sections.get(name) ?? []).flatMap((node) => (node.kind === 'base' ? outer : [node])),
      [],
    );
  return { inbound: section('inbound'), outbound: [...section('backend'), ...section('outbound')] };
}

export function programOf({ inbound, outbound }: Effective): Program {
  return { inbound: toSteps(inbound), outbound: toSteps(outbound) };
}
