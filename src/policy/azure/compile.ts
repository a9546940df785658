import type { DialectChoice } from '../../core/dialect';
import type { RequestHead } from '../../core/exchange';
import type { Caller } from '../caller/caller';
import { compiled } from '../compiled';
import { compileMatch } from '../match';
import type { PolicyMeaning } from '../meaning';
import type { NativeContext } from '../native/compile';
import type { CompiledPolicy } from '../policy-set';
import { noFindings, type Findings } from '../problems';
import type { AzurePolicies, PolicySources } from '../sources';
import { checkCombinations } from './combinations';
import { describeAlone, describeScope } from './describe';
import { readFragments } from './document';
import { effectiveOf, programOf } from './effective';
import { documentsOf, readScopes, type Belonging, type Scopes } from './scopes';

/** Nobody reads more at once. */
const MAX_MESSAGES = 1_000;

export interface AzureSet {
  /** One for each scope that has a document. */
  readonly meanings: readonly PolicyMeaning[];
  /**
   * The effective policy of a call: its scopes', laid into each other. Where APIs are declared, a call that belongs to none has no
   * policy; Azure answers it with 404.
   */
  find(head: RequestHead, caller: () => Caller): CompiledPolicy | undefined;
}

/**
 * Azure API Management's policy documents (learn.microsoft.com/azure/api-management/api-management-howto-policies), read as they are.
 */
export function compileAzure(
  azure: AzurePolicies,
  sources: Pick<PolicySources, 'apis' | 'callers'>,
  context: NativeContext,
): AzureSet {
  const findings = noFindings();
  const fragments = readFragments(azure, findings);
  const scopes = readScopes(sources, { ...context, azure, fragments, findings });
  checkCombinations(scopes, azure.alone === undefined ? sources.apis : [], findings);
  addOnce(findings, context.findings);
  const { dialect } = azure.defaults;
  if (azure.alone !== undefined) return setOfOne(scopes, azure.alone, dialect);
  return { meanings: meaningsOf(scopes), find: finder(scopes, sources, dialect) };
}

/** A fragment that several documents include is read for each of them, so the same can be found again. */
function addOnce({ problems, warnings }: Findings, to: Findings): void {
  to.problems.push(...foremost(problems));
  to.warnings.push(...foremost(warnings));
}

function foremost(messages: readonly string[]): readonly string[] {
  const different = [...new Set(messages)];
  if (different.length <= MAX_MESSAGES) return different;
  return [...different.slice(0, MAX_MESSAGES), `… and ${different.length - MAX_MESSAGES} more like these`];
}

function setOfOne(
  scopes: Scopes,
  { name, match }: NonNullable<AzurePolicies['alone']>,
  dialect: DialectChoice,
): AzureSet {
  const { global } = scopes;
  const covers = compileMatch(match);
  const policy = global && compiled(name, programOf(effectiveOf([global])), dialect);
  const meanings = global === undefined ? [] : [describeAlone(match, describeScope(name, global, ''))];
  return { meanings, find: (head) => (covers(head) ? policy : undefined) };
}

function finder(scopes: Scopes, { apis }: Pick<PolicySources, 'apis'>, dialect: DialectChoice): AzureSet['find'] {
  const known = new Map<string, CompiledPolicy | undefined>();
  if (apis.length === 0 && scopes.products.size === 0) {
    const everywhere = policyOf(scopes, { product: undefined, api: undefined, operation: undefined }, dialect);
    return () => everywhere;
  }
  return (_head, caller) => {
    const { product, api, operation } = caller();
    if (apis.length > 0 && api === undefined) return undefined;
    const belonging = relevant(scopes, {
      product: product?.id,
      api: api?.id,
      operation: api && operation && `${api.id}/${operation.id}`,
    });
    const key = JSON.stringify([belonging.product, belonging.api, belonging.operation]);
    if (!known.has(key)) known.set(key, policyOf(scopes, belonging, dialect));
    return known.get(key);
  };
}

/** Ids come from the configuration, or from a claim: those that no document is for make no difference. */
function relevant({ products, operations }: Scopes, { product, api, operation }: Belonging): Belonging {
  return {
    product: product !== undefined && products.has(product) ? product : undefined,
    api,
    operation: operation !== undefined && operations.has(operation) ? operation : undefined,
  };
}

function policyOf(scopes: Scopes, belonging: Belonging, dialect: DialectChoice): CompiledPolicy | undefined {
  const documents = documentsOf(scopes, belonging);
  if (documents.length === 0) return undefined;
  return compiled(belonging.operation ?? belonging.api ?? 'global', programOf(effectiveOf(documents)), dialect);
}

function meaningsOf({ global, products, apis, operations }: Scopes): readonly PolicyMeaning[] {
  const outermost = global?.file ?? '';
  const ofProducts = products.size === 0 ? '' : `the product's, ${outermost === '' ? 'if any' : `or ${outermost}`}`;
  const outside = ofProducts === '' ? outermost : ofProducts;
  const outsideOperation = (id: string): string => apis.get(id.slice(0, id.indexOf('/')))?.file ?? outside;
  return [
    ...(global === undefined ? [] : [describeScope('global', global, '')]),
    ...[...products].map(([id, document]) => describeScope(`product ${id}`, document, outermost)),
    ...[...apis].map(([id, document]) => describeScope(id, document, outside)),
    ...[...operations].map(([id, document]) => describeScope(id, document, outsideOperation(id))),
  ];
}
