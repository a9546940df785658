import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULTS } from '../../../src/config/defaults';
import { loadSettings } from '../../../src/config/load';
import { allKeys } from '../../../src/config/schema/keys';

const DOCUMENT = readFileSync(join(process.cwd(), 'docs/configuration.md'), 'utf8');
const EXAMPLE = join(process.cwd(), 'deploy/config/config.yaml');
const SECTION = /^(listen|admin|embedding|store|sweeper|limits|headers|log)$/;

/** First two cells of each table row whose first cell is a key. */
function documented(): Map<string, string> {
  const rows = DOCUMENT.matchAll(/^\| `([a-z[\].-]+)` \| ([^|]*) \|/gm);
  return new Map([...rows].map(([, key = '', cell = '']) => [key, cell.trim()]));
}

function defaultOf(key: string): unknown {
  return key.split('.').reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], DEFAULTS);
}

describe('docs/configuration.md', () => {
  it('has a row for each key of the schema and for nothing else', () => {
    const keys = allKeys().filter((key) => !SECTION.test(key));
    expect(keys.length).toBeGreaterThan(40);
    expect([...documented().keys()].sort()).toEqual([...keys].sort());
  });

  it.each([...documented()].filter(([key]) => !key.startsWith('policies')))('gives the default of %s', (key, cell) => {
    const value = defaultOf(key);
    const shown = Array.isArray(value) ? value.map((v) => `\`${v}\``).join(', ') : `\`${String(value)}\``;
    expect(cell.replaceAll('"', '')).toBe(shown);
  });
});

describe('deploy/config/config.yaml', () => {
  it('is valid, without a warning', () => {
    const { settings, warnings } = loadSettings({ argv: ['--config', EXAMPLE], env: {} });
    expect(warnings).toEqual([]);
    expect(settings.policies.map(({ name }) => name)).toEqual(['private', 'default']);
  });

  it('shows the defaults, so that copying it changes nothing but the policies', () => {
    const shown = { ...parse(readFileSync(EXAMPLE, 'utf8')), policies: undefined };
    const defaults = { ...DEFAULTS, policies: undefined };
    expect(shown).toEqual(defaults);
  });
});
