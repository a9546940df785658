import type { Node, OwnNode } from './node';

interface Conflict {
  readonly first: OwnNode;
  readonly second: OwnNode;
}

/** What has been met on a way through the nodes. */
interface Way {
  readonly met: ReadonlyMap<OwnNode['kind'], OwnNode>;
  /** What follows is not reached. */
  readonly ended: boolean;
}

/** Lookups, and stores, of which two can run in one call. */
export function conflictsIn(nodes: readonly Node[]): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  follow(nodes, { met: new Map(), ended: false }, conflicts);
  return conflicts;
}

function follow(nodes: readonly Node[], start: Way, conflicts: Conflict[]): Way {
  let way = start;
  for (const node of nodes) {
    if (way.ended) return way;
    way = past(node, way, conflicts);
  }
  return way;
}

function past(node: Node, way: Way, conflicts: Conflict[]): Way {
  switch (node.kind) {
    case 'lookup':
    case 'store': {
      const first = way.met.get(node.kind);
      if (first === undefined) return { ...way, met: new Map(way.met).set(node.kind, node) };
      conflicts.push({ first, second: node });
      return way;
    }
    case 'fragment':
      return follow(node.nodes, way, conflicts);
    case 'choose': {
      const branches = [...node.whens.map(({ nodes }) => nodes), node.otherwise ?? []];
      return merged(branches.map((nodes) => follow(nodes, way, conflicts)));
    }
    case 'skipped':
      return { ...way, ended: node.ends };
    case 'base':
    case 'set-variable':
      return way;
  }
}

/** What may have been met by one that comes out of any of the branches. */
function merged(ways: readonly Way[]): Way {
  const open = ways.filter(({ ended }) => !ended);
  return { met: new Map(open.flatMap(({ met }) => [...met])), ended: open.length === 0 };
}

/** All lookups or stores, whatever way leads to them. */
export function allOf(kind: OwnNode['kind'], nodes: readonly Node[]): readonly OwnNode[] {
  return nodes.flatMap((node): readonly OwnNode[] => {
    switch (node.kind) {
      case 'lookup':
      case 'store':
        return node.kind === kind ? [node] : [];
      case 'fragment':
        return allOf(kind, node.nodes);
      case 'choose':
        return [
          ...node.whens.flatMap(({ nodes: branch }) => allOf(kind, branch)),
          ...allOf(kind, node.otherwise ?? []),
        ];
      case 'base':
      case 'set-variable':
      case 'skipped':
        return [];
    }
  });
}
