import { formatSize } from '../core/units';
import { azureContradictions, callerWarnings, noneWarning, policyContradictions, policyWarnings } from './policy-rules';
import { priceWarnings } from './price-rules';
import { formatAddress } from './schema/address';
import type { ElasticsearchStoreSettings, Settings } from './settings';

/** Rules between settings that are each valid by themselves. */
export function contradictions(settings: Settings): readonly string[] {
  const { listen, admin, policies, azure } = settings;
  const problems = [...policyContradictions(policies, settings), ...azureContradictions(azure, settings)];
  const address = formatAddress(admin.address);
  if (admin.address.port !== 0 && address === formatAddress(listen.address)) {
    problems.push(`admin.address: got "${address}"; must not be the same as listen.address`);
  }
  if (listen.tls !== undefined && listen.address.kind === 'unix') {
    problems.push(
      'listen.tls: does not go with a Unix socket, which its file mode protects: give listen.address as host:port, or leave listen.tls out',
    );
  }
  return problems;
}

/** What is allowed and probably not meant. */
export function warnings(settings: Settings): readonly string[] {
  const { policies, azure, callers, limits, store, judge } = settings;
  const none = azure === undefined ? noneWarning(policies) : [];
  const found = [...policyWarnings(policies), ...callerWarnings(callers), ...none, ...priceWarnings(settings.prices)];
  if (store.kind === 'elasticsearch' && sendsSecretsInClear(store)) {
    found.push('store.nodes: credentials travel in the clear over http://: use https://');
  }
  if (judge?.url.startsWith('http://') === true && !isLocal(judge.url)) {
    found.push('judge.url: questions, answers and the key travel in the clear over http://: use https://');
  }
  if (limits.writeQueueBytes < limits.responseBody) {
    found.push(
      `limits.write-queue-bytes (${formatSize(limits.writeQueueBytes)}) is less than limits.response-body (${formatSize(limits.responseBody)}): the largest answers never fit the queue`,
    );
  }
  return found;
}

function sendsSecretsInClear({ connection }: ElasticsearchStoreSettings): boolean {
  const { nodes, apiKeyFile, bearerTokenFile, username } = connection;
  const hasSecret = (apiKeyFile ?? bearerTokenFile ?? username) !== undefined;
  return hasSecret && nodes.some((node) => node.startsWith('http://'));
}

function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}
