import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULTS, defaultsFor, type RawTree } from '../../../src/config/defaults';
import { loadSettings } from '../../../src/config/load';
import { allKeys } from '../../../src/config/schema/keys';
import { CEL_STRUCTS, CEL_VALUES } from '../../../src/policy/native/cel-variables';

const DOCUMENT = readFileSync(join(process.cwd(), 'docs/configuration.md'), 'utf8');
const EXAMPLE = join(process.cwd(), 'deploy/config/config.yaml');
const CLUSTER_EXAMPLE = join(process.cwd(), 'deploy/config/elasticsearch.yaml');
const SECTION =
  /^(listen|admin|embedding|verify|store|sweeper|limits|headers|log|azure|callers|annotations|judge|tracing|prices)$/;
/** Keys whose default is not in `DEFAULTS`. */
const BY_SCHEMA = /^(policies|azure)\b|\[\]|^(store\.encryption|(listen|admin)\.tls)$/;
/** Sections of keys that only one kind of store has, or that have another default there. */
const KIND_OF_SECTION: Readonly<Record<string, string>> = {
  'Embedded store': 'embedded',
  'Elasticsearch store': 'elasticsearch',
};

interface Row {
  readonly key: string;
  /** The cell of the default. */
  readonly cell: string;
  readonly kind: string;
}

/** First two cells of each table row whose first cell is a key, and the kind of store that its section is about. */
function documented(): readonly Row[] {
  return DOCUMENT.split(/^#+ /m).flatMap((section) => {
    const kind = KIND_OF_SECTION[section.split('\n', 1)[0] ?? ''] ?? 'embedded';
    const rows = section.matchAll(/^\| `([a-zA-Z0-9[\].-]+)` \| ([^|]*) \|/gm);
    return [...rows].map(([, key = '', cell = '']) => ({ key, cell: cell.trim(), kind }));
  });
}

function defaultOf({ key, kind }: Row): unknown {
  const tree: unknown = defaultsFor({ store: { kind } });
  return key.split('.').reduce((at, step) => (at as RawTree)[step], tree);
}

/** As a cell shows it; what is empty is not given. */
function shown(value: unknown): string {
  if (value === '') return 'none';
  if (!Array.isArray(value)) return `\`${String(value)}\``;
  return value.length === 0 ? '`[]`' : value.map((one) => `\`${String(one)}\``).join(', ');
}

describe('docs/configuration.md', () => {
  it('has a row for each key of the schema and for nothing else', () => {
    const keys = allKeys().filter((key) => !SECTION.test(key));
    expect(keys.length).toBeGreaterThan(60);
    expect([...new Set(documented().map(({ key }) => key))].sort()).toEqual([...keys].sort());
  });

  it('has one row for each key, and one for each kind of store where that has another default', () => {
    const rows = documented().map(({ key, kind }) => `${key} ${kind}`);
    expect(rows.filter((row, i) => rows.indexOf(row) !== i)).toEqual([]);
    const twice = documented().filter(({ key }, i, all) => all.findIndex((row) => row.key === key) !== i);
    expect(twice.map(({ key }) => key)).toEqual(['store.max-bytes', 'store.max-entries']);
  });

  const simple = documented().filter(({ key }) => !BY_SCHEMA.test(key));
  it.each(simple)('gives the default of $key for the $kind store', (row) => {
    expect(row.cell.replaceAll('"', '')).toBe(shown(defaultOf(row)));
  });
});

describe('the variables of conditions in docs/configuration.md', () => {
  const [, section = ''] = DOCUMENT.split('### Conditions\n');

  it('are those that there are, each with its fields', () => {
    const lines = [...section.matchAll(/^- (`.*?): (.*)$/gm)].map(([, names = '', fields = '']) => ({ names, fields }));
    const shownOf = (name: string): string => lines.find(({ names }) => names.includes(`\`${name}\``))?.fields ?? '';
    for (const [name, fields] of CEL_STRUCTS) {
      expect([...shownOf(name).matchAll(/`(\w+)`/g)].map(([, field]) => field)).toEqual([...fields.keys()]);
    }
    const names = lines.flatMap((line) => [...line.names.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(names.sort()).toEqual([...CEL_STRUCTS.keys(), ...CEL_VALUES.keys()].sort());
  });
});

describe('deploy/config/config.yaml', () => {
  it('is valid, without a warning', () => {
    const { settings, warnings } = loadSettings({ argv: ['--config', EXAMPLE], env: {} });
    expect(warnings).toEqual([]);
    expect(settings.policies.map(({ name }) => name)).toEqual(['private', 'default']);
  });

  it('shows the defaults, so that copying it changes nothing but the policies', () => {
    const example = parse(readFileSync(EXAMPLE, 'utf8')) as RawTree;
    expect({ ...example, policies: undefined }).toEqual({ ...defaultsFor({}), policies: undefined });
    expect(Object.keys(example).sort()).toEqual(Object.keys(DEFAULTS).sort());
  });
});

describe('deploy/config/elasticsearch.yaml', () => {
  it('is valid, without a warning', () => {
    const { settings, warnings } = loadSettings({ argv: ['--config', CLUSTER_EXAMPLE], env: {} });
    expect(warnings).toEqual([]);
    expect(settings.store).toMatchObject({ kind: 'elasticsearch', indexType: 'bbq_hnsw', maxEntries: 5_000_000 });
  });
});
