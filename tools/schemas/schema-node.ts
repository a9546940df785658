import { z } from 'zod';

/** A JSON Schema, as far as ours go. */
export interface SchemaNode {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly const?: unknown;
}

/** What users may write where this schema reads. */
export function schemaNode(schema: z.ZodType): SchemaNode {
  const node = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  return Object.fromEntries(Object.entries(node).filter(([keyword]) => keyword !== '$schema'));
}

/** The schema with the node at a path of property names replaced. */
export function changed(
  node: SchemaNode,
  [key, ...rest]: readonly string[],
  change: (at: SchemaNode) => SchemaNode,
): SchemaNode {
  if (key === undefined) return change(node);
  const child = node.properties?.[key];
  if (child === undefined) throw new Error(`the schema has no ${key}`);
  return { ...node, properties: { ...node.properties, [key]: changed(child, rest, change) } };
}
