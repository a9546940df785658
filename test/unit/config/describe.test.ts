import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSettings } from '../../../src/config/describe';
import { loadSettings } from '../../../src/config/load';

function described(yaml: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'lsc-describe-'));
  try {
    writeFileSync(join(directory, 'c.yaml'), yaml);
    return describeSettings(loadSettings({ argv: ['--config', join(directory, 'c.yaml')], env: {} }).settings);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('describeSettings', () => {
  it.each<[string, string]>([
    [
      '{ name: a, match: { paths: [/v1] }, lookup: { score-threshold: 0.05 }, store: { duration: 3600 } }',
      'a: any host, paths under /v1; semantic hit at similarity >= 0.95 (distance <= 0.05), verified, best 5; per credential; kept 3600 s',
    ],
    [
      '{ name: b, match: { hosts: [x.org] }, lookup: { semantic: false, vary-by: [x-tenant], vary-by-credential: false } }',
      'b: host x.org, any path; exact hits only; per x-tenant; nothing stored',
    ],
    ['{ name: c }', 'c: any host, any path; not cached'],
    [
      '{ name: d, lookup: { similarity: 0.9, coalesce: 2s, max-message-count: 10 }, store: { duration: 5m, tool-calls: true } }',
      'd: any host, any path; semantic hit at similarity >= 0.9 (distance <= 0.1), verified, best 5; per credential; at most 10 messages; identical calls wait 2s; kept 300 s, tool calls too',
    ],
  ])('says what the policy %s means', (policy, line) => {
    expect(described(`policies: [${policy}]`).split('\n').at(-1)).toBe(`  1. ${line}`);
  });

  it('says where it listens and what bounds the store', () => {
    const text = described('listen: { address: "unix:/run/e.sock" }\nadmin: { address: "[::1]:9901" }');
    expect(text).toContain('listen: unix:/run/e.sock\nadmin: [::1]:9901\n');
    expect(text).toContain('at most 1GiB and 1000000 entries');
  });
});
