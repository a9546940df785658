import { DEFAULTS, defaultsFor, isTree, type RawTree } from '../../src/config/defaults';
import { settingsSchema } from '../../src/config/schema/sections';
import type { KeyTable } from '../reference/configuration-keys';
import { onePolicySchema } from './policy-schema';
import { changed, schemaNode, type SchemaNode } from './schema-node';

/** The JSON Schema (draft 2020-12) of the configuration file, from which editors complete, explain and check. */
export function configurationSchema(tables: readonly KeyTable[]): SchemaNode {
  const meanings = new Map(tables.flatMap(({ keys }) => keys).map(({ key, meaning }) => [key, meaning]));
  const whole = changed(schemaNode(settingsSchema), ['policies'], (node) => ({ ...node, items: onePolicySchema() }));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of llm-semantic-cache',
    description: 'See docs/configuration.md.',
    ...described(changed(whole, ['store'], storeOf), '', { meanings, defaults: defaultsFor({}) }),
  };
}

/** One of the kinds, by the keys that it has; the kind may be left out where it is the default. */
function storeOf({ oneOf, ...same }: SchemaNode): SchemaNode {
  const kinds = (oneOf as readonly SchemaNode[]).map((kind) => ({
    ...kind,
    required: kind.properties?.['kind']?.const === DEFAULTS.store.kind ? [] : ['kind'],
  }));
  return { ...same, anyOf: kinds };
}

interface Known {
  readonly meanings: ReadonlyMap<string, string | undefined>;
  readonly defaults: unknown;
}

/** Every key may be left out, for it has a default; those of lists' elements need what their schema says. */
function described(node: SchemaNode, path: string, known: Known): SchemaNode {
  const { properties, items, required, anyOf, ...same } = node;
  const meaning = known.meanings.get(path);
  const inList = path.includes('[]');
  return {
    ...same,
    ...(inList && required !== undefined && { required }),
    ...(meaning !== undefined && { description: meaning }),
    ...(!inList && known.defaults !== undefined && !isTree(known.defaults) && { default: known.defaults }),
    ...(properties && { properties: below(properties, path, known.defaults, known.meanings) }),
    ...(anyOf !== undefined && { anyOf: (anyOf as readonly SchemaNode[]).map((one) => branch(one, path, known)) }),
    ...(items && { items: described(items, `${path}[]`, { ...known, defaults: undefined }) }),
  };
}

/** Of several forms that a value may have; what they mean together is said once. */
function branch(node: SchemaNode, path: string, { meanings, defaults }: Known): SchemaNode {
  if (node.properties === undefined) return node;
  return { ...node, properties: below(node.properties, path, defaults, meanings) };
}

function below(
  properties: NonNullable<SchemaNode['properties']>,
  path: string,
  defaults: unknown,
  meanings: Known['meanings'],
): Readonly<Record<string, SchemaNode>> {
  const tree: RawTree = isTree(defaults) ? defaults : {};
  return Object.fromEntries(
    Object.entries(properties).map(([key, node]) => {
      const at = path === '' ? key : `${path}.${key}`;
      return [key, described(node, at, { meanings, defaults: tree[key] })];
    }),
  );
}
