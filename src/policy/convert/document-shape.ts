import type { Element } from '../azure/element';
import { LOOKUPS, STORES } from '../azure/policy-names';
import { parseDocument } from '../azure/xml';
import { noFindings } from '../problems';
import type { PolicyDocument } from '../sources';

/** What kind of document it is, told by its root, and the sections that its policies can stand in. */
export interface PolicyShape {
  /** `undefined`: it cannot be read. */
  readonly root: string | undefined;
  readonly sections: readonly ('inbound' | 'outbound')[];
}

export function policyShape(document: PolicyDocument): PolicyShape {
  const root = parseDocument(document, noFindings());
  if (root === undefined) return { root: undefined, sections: ['inbound'] };
  const names = new Set(namesIn(root));
  const has = (these: ReadonlySet<string>): boolean => [...these].some((name) => names.has(name));
  if (has(LOOKUPS)) return { root: root.name, sections: ['inbound'] };
  if (has(STORES)) return { root: root.name, sections: ['outbound'] };
  return { root: root.name, sections: ['inbound', 'outbound'] };
}

function namesIn({ name, children }: Element): readonly string[] {
  return [name, ...children.flatMap(namesIn)];
}
