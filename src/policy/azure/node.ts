import type { Computed } from '../computed';
import { formatPlace, type Place } from '../place';
import type { Step } from '../program';
import type { Hidden } from './hides';

/**
 * A policy of a section as it stands in the document, fragments spliced in: `base` is not yet replaced, and what the cache does not
 * execute is still there to be told of.
 */
export type Node =
  | { readonly kind: 'base'; readonly place: Place }
  | OwnNode
  | { readonly kind: 'set-variable'; readonly step: Step; readonly says: string }
  | { readonly kind: 'choose'; readonly whens: readonly Branch[]; readonly otherwise: readonly Node[] | undefined }
  | { readonly kind: 'fragment'; readonly id: string; readonly file: string; readonly nodes: readonly Node[] }
  | SkippedNode;

/** A lookup or a store. */
export interface OwnNode {
  readonly kind: 'lookup' | 'store';
  readonly name: string;
  readonly place: Place;
  /** The document that it came into force by. */
  readonly owner: string;
  readonly step: Step;
  readonly says: string;
}

export interface Branch {
  readonly condition: Computed<boolean>;
  readonly nodes: readonly Node[];
}

/** A policy that the cache does not execute. */
export interface SkippedNode {
  readonly kind: 'skipped';
  readonly name: string;
  readonly place: Place;
  /** The call ends here: what follows is not reached. */
  readonly ends: boolean;
  /** The document has a lookup before it. */
  readonly pastLookup: boolean;
  readonly hides: readonly Hidden[];
}

export function toSteps(nodes: readonly Node[]): readonly Step[] {
  return nodes.flatMap(stepsOf);
}

function stepsOf(node: Node): readonly Step[] {
  switch (node.kind) {
    case 'base':
      return [];
    case 'fragment':
      return toSteps(node.nodes);
    case 'choose': {
      const whens = node.whens.map(({ condition, nodes }) => ({ condition, steps: toSteps(nodes) }));
      return [{ kind: 'choose', whens, otherwise: toSteps(node.otherwise ?? []) }];
    }
    case 'skipped':
      return skippedSteps(node);
    case 'lookup':
    case 'store':
    case 'set-variable':
      return [node.step];
  }
}

function skippedSteps({ name, place, ends, hides }: SkippedNode): readonly Step[] {
  if (ends) return [{ kind: 'stop' }];
  if (hides.length === 0) return [];
  return [{ kind: 'hide', what: `${name} at ${formatPlace(place)}`, hides: hides.map(({ key }) => key) }];
}
