import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyDefinitions } from '../../tools/harness/kubernetes/api-server';
import { installDefinitions } from '../../tools/harness/kubernetes/definitions';
import { CHART } from '../support/chart';
import { judge, restrictedNamespace, withApiServer } from '../support/kubernetes';

describe('a real API server', () => {
  const api = withApiServer(async (server) => {
    await applyDefinitions(
      server,
      readFileSync(join(CHART, 'crds', 'semanticcachepolicies.llm-semantic-cache.io.yaml'), 'utf8'),
    );
    await restrictedNamespace(server, 'llm');
  });
  const policy = (spec: object, apiVersion = 'llm-semantic-cache.io/v1'): object => ({
    apiVersion,
    kind: 'SemanticCachePolicy',
    metadata: { name: 'faq' },
    spec,
  });

  it("serves Istio's, the Gateway API's, Envoy Gateway's and Prometheus Operator's definitions beside ours", async () => {
    await installDefinitions(api());
    const { stdout } = await api().kubectl(['api-resources', '--output', 'name']);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'semanticcachepolicies.llm-semantic-cache.io',
        'envoyfilters.networking.istio.io',
        'serviceentries.networking.istio.io',
        'httproutes.gateway.networking.k8s.io',
        'envoyextensionpolicies.gateway.envoyproxy.io',
        'clienttrafficpolicies.gateway.envoyproxy.io',
        'servicemonitors.monitoring.coreos.com',
        'prometheusrules.monitoring.coreos.com',
      ]),
    );
  });

  it('takes a good policy', async () => {
    const good = {
      match: { hosts: ['api.openai.com'], paths: ['/v1'] },
      lookup: { similarity: 0.95 },
      store: { ttl: '1h' },
    };
    expect(await judge(api(), [policy(good)], 'llm')).toEqual({ problems: '' });
  });

  it.each([
    ['a similarity above 1', { lookup: { similarity: 1.5 } }, /spec\.lookup\.similarity.*less than or equal to 1/],
    ['a host with a path', { match: { hosts: ['api.openai.com/v1'] } }, /spec\.match\.hosts\[0\]/],
    [
      'an unknown key',
      { lookup: { simmilarity: 0.9 } },
      /unknown field "spec\.lookup\.simmilarity"|simmilarity: field not declared/,
    ],
  ])('refuses a policy with %s', async (_, spec, message) => {
    expect((await judge(api(), [policy(spec)], 'llm')).problems).toMatch(message);
  });
});
