import { readPolicies } from '../../../../src/config/policy-file';
import { loadSettings } from '../../../../src/config/load';
import { documentAlone } from '../../../../src/config/policy-sources';
import type { Settings } from '../../../../src/config/settings';
import { compilePolicies } from '../../../../src/policy/compile';
import { convertDocument, type Converted } from '../../../../src/policy/convert/convert';
import type { PolicySet } from '../../../../src/policy/policy-set';
import type { AzurePolicies, PolicyDocument, PolicySources } from '../../../../src/policy/sources';
import { headOf } from '../../../support/heads';
import { fixtures, NAMED_VALUES } from '../azure/documents';

const SURROUNDINGS = { now: () => Date.UTC(2026, 4, 6, 7, 8, 9), random: () => 0.5 };
const EVERYTHING = { hosts: [], paths: [] };

const { settings } = loadSettings({ argv: [], env: {} });

/** Calls show who they are in headers. */
const SETTINGS: Settings = {
  ...settings,
  apis: [
    {
      id: 'openai',
      name: 'OpenAI',
      version: '2',
      hosts: [],
      path: 'openai',
      operations: [
        { id: 'chat', name: 'Chat', method: '*', urlTemplate: '/deployments/{deployment-id}/chat/completions' },
      ],
    },
  ],
  callers: {
    ...settings.callers,
    subscriptionFrom: ['header:api-key'],
    userFrom: ['header:x-user-id'],
    productFrom: ['header:x-product'],
  },
};

export function azureOf(document: PolicyDocument, change: Partial<AzurePolicies> = {}): AzurePolicies {
  const alone = documentAlone(document, { name: 'p', match: EVERYTHING }, SETTINGS);
  return { ...alone, fragments: Object.fromEntries(fixtures('fragments')), namedValues: NAMED_VALUES, ...change };
}

function compiled(sources: Pick<PolicySources, 'native' | 'azure'>): PolicySet {
  const { set, problems } = compilePolicies({ ...SETTINGS, ...sources }, SURROUNDINGS);
  expect(problems).toEqual([]);
  return set;
}

export function convert(azure: AzurePolicies): Converted {
  return convertDocument(azure.global ?? { file: '', text: '' }, { ...azure, name: 'p' }, SETTINGS.credentialHeaders);
}

/** The document, and what it was converted to. */
export function both(azure: AzurePolicies): { readonly azure: PolicySet; readonly native: PolicySet; yaml: string } {
  const converted = convert(azure);
  if ('problems' in converted) throw new Error(converted.problems.join('\n'));
  const read = readPolicies(converted.yaml, 'p.yaml');
  if ('problems' in read) throw new Error(`${read.problems.join('\n')}\n${converted.yaml}`);
  return {
    azure: compiled({ native: [], azure }),
    native: compiled({ native: read.policies, azure: undefined }),
    yaml: converted.yaml,
  };
}

export interface Call {
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
}

/** What is ruled of a call and of each of its answers, and whose entries it may share. */
export function rulings(
  set: PolicySet,
  call: Call,
): { readonly ruled: unknown; readonly identity: string | undefined } {
  const { headers = {}, method = 'POST', path = '/v1/chat/completions', body = { model: 'm' } } = call;
  const run = set.match(
    headOf({
      method,
      authority: 'gateway.example',
      path,
      query: 'api-version=1',
      header: headers,
      surroundings: { clientAddress: '192.0.2.1' },
    }),
  );
  const bytes = Buffer.from(JSON.stringify(body));
  const request = run?.onRequest(bytes);
  if (request?.kind !== 'lookup') return { ruled: 'no lookup', identity: undefined };
  const answers = [200, 204, 429, 500].map((status) => {
    const response = run?.onResponse({ status, headers: new Map([['x-model', 'm']]) }, bytes);
    return response?.kind === 'store' ? response.store : 'not kept';
  });
  return {
    ruled: { lookup: request.lookup, answers },
    identity: JSON.stringify(request.identity.values.map(([, value]) => value)),
  };
}

/** Calls that differ in all that the examples look at. */
export const CALLS: readonly Call[] = [
  {},
  { headers: { 'api-key': 'k1' } },
  { headers: { 'api-key': 'k2', accept: 'text/event-stream' } },
  { headers: { 'api-key': 'k1', accept: 'application/json' }, path: '/v1/responses' },
  { headers: { 'api-key': 'k1', 'x-tenant': '' } },
  { headers: { 'api-key': 'k1', 'x-tenant': 'none' } },
  { headers: { 'api-key': 'k1', 'x-tenant': 'a', 'x-team': 'red', 'x-model': 'm1' } },
  { headers: { 'api-key': 'k2', 'x-tenant': 'a', 'x-team': 'none', 'x-model': '' } },
  { headers: { 'api-key': 'k1', 'x-ttl': '0', 'x-priority': '123' } },
  { headers: { 'api-key': 'k1', 'x-ttl': '7', 'x-priority': '12' } },
  { headers: { 'api-key': 'k1', 'x-user-id': 'u1', 'x-product': 'gold' } },
  { headers: { 'api-key': 'k2', 'x-user-id': 'u1', 'x-product': 'silver' } },
  { headers: { 'x-user-id': 'u2', 'x-product': 'bronze' } },
  { headers: { 'x-user-id': 'u1' } },
  { headers: { 'api-key': 'k1', 'x-no-cache': '1' } },
  { headers: { 'api-key': 'k1' }, method: 'GET' },
  { headers: { 'api-key': 'k1' }, method: 'PUT', path: '/openai/deployments/d1/chat/completions' },
  { headers: { 'api-key': 'k1' }, path: '/openai/deployments/d2/chat/completions' },
  { headers: { 'api-key': 'k1', 'x-request-id': 'r1' }, body: { model: 'gpt-4o-mini', stream: true } },
  { headers: { 'api-key': 'k1' }, body: { model: 'gpt-4o-mini-2', stream: false, temperature: 0 } },
  { headers: { 'api-key': 'k1' }, body: { model: 'mini', temperature: 2, user: { id: 'x' } } },
  { headers: { 'api-key': 'k1' }, body: {} },
];

/** That both decide the same of every call, and let the same calls share entries. */
export function expectSame(azure: AzurePolicies): void {
  const sets = both(azure);
  const ruled = CALLS.map((call) => ({ azure: rulings(sets.azure, call), native: rulings(sets.native, call), call }));
  for (const each of ruled) {
    expect({ ruled: each.native.ruled, call: each.call }).toEqual({ ruled: each.azure.ruled, call: each.call });
    for (const other of ruled) {
      const shares = (form: 'azure' | 'native'): boolean => each[form].identity === other[form].identity;
      expect({ shares: shares('native'), call: each.call, other: other.call }).toEqual({
        shares: shares('azure'),
        call: each.call,
        other: other.call,
      });
    }
  }
}
