/** The cache's own, in both spellings. */
export const LOOKUPS: ReadonlySet<string> = new Set([
  'llm-semantic-cache-lookup',
  'azure-openai-semantic-cache-lookup',
]);
export const STORES: ReadonlySet<string> = new Set(['llm-semantic-cache-store', 'azure-openai-semantic-cache-store']);

export function isOurs(name: string): boolean {
  return LOOKUPS.has(name) || STORES.has(name);
}

/** Control flow that the cache executes, too. */
export const EXECUTED: readonly string[] = ['base', 'choose', 'include-fragment', 'set-variable'];

/** They end the call: what follows is not reached. */
export const ENDING: ReadonlySet<string> = new Set(['mock-response', 'return-response']);

/** They hold policies that the cache does not run, since it does not run what is around them. */
export const CONTAINERS: ReadonlySet<string> = new Set(['limit-concurrency', 'retry', 'wait']);

/** They count calls or tokens. */
export const LIMITS: ReadonlySet<string> = new Set([
  'azure-openai-token-limit',
  'llm-token-limit',
  'quota',
  'quota-by-key',
  'rate-limit',
  'rate-limit-by-key',
]);

/** They decide who may call, and with what. */
export const CHECKS: ReadonlySet<string> = new Set([
  'check-header',
  'ip-filter',
  'llm-content-safety',
  'validate-azure-ad-token',
  'validate-client-certificate',
  'validate-jwt',
]);

/** They give the backend a credential that is not the caller's. */
export const BACKEND_CREDENTIALS: ReadonlySet<string> = new Set([
  'authentication-basic',
  'authentication-certificate',
  'authentication-managed-identity',
]);

/** Every other policy of Azure's reference (learn.microsoft.com/azure/api-management/api-management-policies). */
const OTHERS: ReadonlySet<string> = new Set([
  'azure-openai-emit-token-metric',
  'cache-lookup',
  'cache-lookup-value',
  'cache-remove-value',
  'cache-store',
  'cache-store-value',
  'cors',
  'cosmosdb-data-source',
  'cross-domain',
  'emit-metric',
  'find-and-replace',
  'forward-request',
  'get-authorization-context',
  'graphql-operation',
  'http-data-source',
  'http-endpoint',
  'invoke-dapr-binding',
  'invoke-request',
  'json-to-xml',
  'jsonp',
  'llm-emit-token-metric',
  'log-to-eventhub',
  'proxy',
  'publish-event',
  'publish-to-dapr',
  'redirect-content-urls',
  'rewrite-uri',
  'send-one-way-request',
  'send-request',
  'send-service-bus-message',
  'set-backend-service',
  'set-body',
  'set-graphql-resolver',
  'set-header',
  'set-method',
  'set-query-parameter',
  'set-status',
  'sql-data-source',
  'trace',
  'validate-content',
  'validate-graphql-request',
  'validate-headers',
  'validate-odata-request',
  'validate-parameters',
  'validate-status-code',
  'xml-to-json',
  'xsl-transform',
]);

export function isOfAzure(name: string): boolean {
  return (
    isOurs(name) ||
    OTHERS.has(name) ||
    LIMITS.has(name) ||
    CHECKS.has(name) ||
    BACKEND_CREDENTIALS.has(name) ||
    ENDING.has(name) ||
    CONTAINERS.has(name) ||
    EXECUTED.includes(name)
  );
}
