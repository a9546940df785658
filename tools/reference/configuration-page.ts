import { defaultsFor, isTree } from '../../src/config/defaults';
import type { DescribedKey, KeyTable } from './configuration-keys';

/** Sections of keys that only one kind of store has, or that have another default there. */
const KIND_OF_SECTION: Readonly<Record<string, string>> = { 'Elasticsearch store': 'elasticsearch' };

/** A table of keys in the page, between its two comments. */
const TABLE = /(<!-- keys: (.+?) -->\n)[^]*?(\n<!-- \/keys -->)/g;

/** docs/configuration.md with its tables made anew. @throws Error when page and tables do not have the same sections */
export function withTables(page: string, tables: readonly KeyTable[]): string {
  const left = new Map(tables.map((table) => [table.section, table]));
  const made = page.replaceAll(TABLE, (_all, begin: string, section: string, end: string) => {
    const table = left.get(section);
    if (table === undefined || !left.delete(section))
      throw new Error(`no keys are described for the section ${section}`);
    return `${begin}\n${tableOf(table)}\n${end}`;
  });
  if (left.size > 0) throw new Error(`docs/configuration.md has no section ${[...left.keys()].join(', ')}`);
  return made;
}

function tableOf({ section, keys }: KeyTable): string {
  const changes = keys.some(({ change }) => change !== undefined);
  const columns = ['key', 'default', 'meaning', ...(changes ? ['when to change'] : [])];
  const rows = keys.map((key) => {
    const cells = [`\`${key.key}\``, key.default ?? defaultOf(key, section), key.meaning ?? ''];
    return changes ? [...cells, key.change ?? ''] : cells;
  });
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

function line(cells: readonly string[]): string {
  const shown = cells.map((text) => text.trim().replaceAll('\n', ' ').replaceAll('|', '\\|'));
  return `|${shown.map((text) => (text === '' ? ' |' : ` ${text} |`)).join('')}`;
}

/** As the defaults of the program have it; what is empty is not given. */
function defaultOf({ key }: DescribedKey, section: string): string {
  const tree: unknown = defaultsFor({ store: { kind: KIND_OF_SECTION[section] ?? 'embedded' } });
  const value = key.split('.').reduce((at, step) => (isTree(at) ? at[step] : undefined), tree);
  if (value === undefined || isTree(value)) throw new Error(`${key}: has no default in the program; give it in words`);
  if (value === '') return 'none';
  if (!Array.isArray(value)) return `\`${value as string}\``;
  return value.length === 0 ? '`[]`' : value.map((one) => `\`${String(one)}\``).join(', ');
}
