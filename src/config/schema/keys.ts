import { z } from 'zod';
import { once } from '../../core/once';
import { settingsSchema } from './sections';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
}

/** The keys that may stand at a place; `path` as zod reports it. */
export type KeysAt = (path: readonly PropertyKey[]) => readonly string[];

/** The keys of whatever a schema describes. */
export function keysOf(schema: z.ZodType): KeysAt {
  // Asked for when something is wrong only.
  const root = once(() => rootOf(schema));
  return (path) => {
    const nodes = path.reduce<readonly Node[]>((at, step) => at.flatMap((node) => below(node, step)), branches(root()));
    return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
  };
}

/** Those of the configuration. */
export const keysAt = keysOf(settingsSchema);

/** Every key of the configuration, dotted, list elements as "[]": "policies[].lookup.similarity". */
export function allKeys(): readonly string[] {
  return [...new Set(walk(rootOf(settingsSchema), ''))];
}

function rootOf(schema: z.ZodType): Node {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Node;
}

function below(node: Node, step: PropertyKey): readonly Node[] {
  const next = typeof step === 'number' ? node.items : node.properties?.[String(step)];
  return next === undefined ? [] : branches(next);
}

function branches(node: Node): readonly Node[] {
  return node.oneOf ?? [node];
}

function walk(node: Node, prefix: string): readonly string[] {
  return branches(node).flatMap((branch) => {
    const children = Object.entries(branch.properties ?? {});
    return children.flatMap(([key, child]) => {
      const path = prefix === '' ? key : `${prefix}.${key}`;
      const element = child.items?.properties === undefined ? [] : walk(child.items, `${path}[]`);
      return [path, ...walk(child, path), ...element];
    });
  });
}
