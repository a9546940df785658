import { describeSettings } from '../../../src/config/describe';
import { folder } from '../../support/files';
import { settingsOf } from '../../support/settings';

function described(yaml: string): string {
  return describeSettings(settingsOf(yaml));
}

describe('describeSettings', () => {
  it.each<[string, ...string[]]>([
    [
      '{ name: a, match: { paths: [/v1] }, lookup: { scoreThreshold: 0.05 }, store: { ttl: 3600 } }',
      'any host, paths under /v1; semantic hit at similarity >= 0.95 (distance <= 0.05), verify standard, best 5; per credential; kept 3600 s',
    ],
    [
      '{ name: b, match: { hosts: [x.org] }, lookup: { semantic: false, varyBy: ["header:x-tenant"] }, share: varyBy }',
      'host x.org, any path; exact hits only; shared by callers with the same header:x-tenant; nothing stored',
    ],
    ['{ name: c }', 'any host, any path; not cached'],
    [
      '{ name: h, dialect: openai-chat, lookup: { semantic: false }, cachedTokens: true, pace: 20ms, store: { ttl: 60, refusals: true } }',
      'any host, any path, dialect openai-chat where the path does not tell; exact hits only; per credential; usage of hits counted as cached; streams replayed at an event per 20ms; kept 60 s, refusals too',
    ],
    [
      '{ name: d, lookup: { similarity: 0.9, maxMessageCount: 10 }, coalesce: 2s, store: { ttl: 5m, toolCalls: true } }',
      'any host, any path; semantic hit at similarity >= 0.9 (distance <= 0.1), verify standard, best 5; per credential; at most 10 messages; identical calls wait 2s; kept 300 s, tool calls too',
    ],
    [
      '{ name: e, when: request.method == "POST", sample: 10, shadow: true, lookup: { semantic: false, ignoreSystemMessages: true, varyBy: [subscription] }, store: { ttl: "cel:60 * 2", ttlJitter: 0.1, maxBytes: 64KiB, when: response.status == 200 } }',
      'any host, any path; exact hits only; per credential and subscription; system messages ignored; kept for as many seconds as 60 * 2 gives, up to 10 % less at random, at most 64KiB',
      'only when request.method == "POST"',
      'only 10 % of calls',
      'shadow: looked up and reported, never served',
      'kept only when response.status == 200',
    ],
    [
      '{ name: f, lookup: { semantic: false }, share: everyone, clientDirectives: { allowed: [no-store, max-age], maxAgeAtLeast: 1m } }',
      "any host, any path; exact hits only; shared by all callers; clients' Cache-Control: only no-store, max-age, max-age at least 60 s; nothing stored",
    ],
    [
      '{ name: g, lookup: { semantic: false }, clientDirectives: false }',
      "any host, any path; exact hits only; per credential; clients' Cache-Control ignored; nothing stored",
    ],
  ])('says what the policy %s means', (policy, ...expected) => {
    const lines = described(`policies: [${policy}]`).split('\n');
    const name = policy.slice(8, 9);
    const title = `  1. ${name} (policies[0])`;
    expect(lines.slice(lines.indexOf(title))).toEqual([title, ...expected.map((line) => `       ${line}`)]);
  });

  it('tells of Azure documents first', () => {
    const files = folder({ 'global.xml': '<policies><inbound /></policies>' });
    const text = described(`azure: { global: ${files.path}/global.xml }\npolicies: [{ name: a }]`);
    files.remove();
    expect(text).toContain(`  1. global (${files.path}/global.xml)\n       inbound:\n`);
    expect(text).toMatch(/ {2}2\. a \(policies\[0\]\)\n {7}any host, any path; not cached$/);
  });

  it('says where it listens and what bounds the store', () => {
    const text = described('listen: { address: "unix:/run/e.sock" }\nadmin: { address: "[::1]:9901" }');
    expect(text).toContain('listen: unix:/run/e.sock\nadmin: [::1]:9901\n');
    expect(text).toContain('at most 1GiB and 1000000 entries');
    const tls = '{ cert-file: /tls.crt, key-file: /tls.key, client-ca-file: /ca.crt }';
    expect(described(`listen: { address: "0.0.0.0:50051", tls: ${tls} }`)).toContain(
      'listen: 0.0.0.0:50051, TLS with /tls.crt, clients of /ca.crt\n',
    );
  });
});
