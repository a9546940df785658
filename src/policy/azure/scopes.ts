import type { PolicyDocument, PolicySources } from '../sources';
import { readDocument, type DocumentContext, type ReadDocument } from './document';

/** The documents that could be read, by what they apply to. */
export interface Scopes {
  readonly global: ReadDocument | undefined;
  readonly products: ReadonlyMap<string, ReadDocument>;
  readonly apis: ReadonlyMap<string, ReadDocument>;
  /** By "API/OPERATION". */
  readonly operations: ReadonlyMap<string, ReadDocument>;
}

/** Ids of what a call belongs to. */
export interface Belonging {
  readonly product: string | undefined;
  readonly api: string | undefined;
  readonly operation: string | undefined;
}

export function readScopes(sources: Pick<PolicySources, 'apis' | 'callers'>, context: DocumentContext): Scopes {
  const { azure } = context;
  const products = sources.callers.products.map(({ id }) => id);
  const apis = sources.apis.map(({ id }) => id);
  const operations = sources.apis.flatMap((api) => api.operations.map(({ id }) => `${api.id}/${id}`));
  return {
    global: azure.global && readDocument(azure.global, context),
    products: readAll(azure.products, { setting: 'products', known: products }, context),
    apis: readAll(azure.apis, { setting: 'apis', known: apis }, context),
    operations: readAll(azure.operations, { setting: 'operations', known: operations }, context),
  };
}

function readAll(
  documents: Readonly<Record<string, PolicyDocument>>,
  { setting, known }: { readonly setting: string; readonly known: readonly string[] },
  context: DocumentContext,
): ReadonlyMap<string, ReadDocument> {
  const all = new Map<string, ReadDocument>();
  for (const [id, document] of Object.entries(documents)) {
    if (!known.includes(id)) {
      const there = known.length === 0 ? 'none is declared' : `declared are: ${known.join(', ')}`;
      context.findings.problems.push(`azure.${setting}: "${id}" (${document.file}) is not declared; ${there}`);
    }
    const read = readDocument(document, context);
    if (read !== undefined) all.set(id, read);
  }
  return all;
}

/** The documents that apply to a call, the innermost first. */
export function documentsOf(scopes: Scopes, { product, api, operation }: Belonging): readonly ReadDocument[] {
  return [
    operation === undefined ? undefined : scopes.operations.get(operation),
    api === undefined ? undefined : scopes.apis.get(api),
    product === undefined ? undefined : scopes.products.get(product),
    scopes.global,
  ].filter((document) => document !== undefined);
}
