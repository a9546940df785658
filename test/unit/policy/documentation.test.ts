import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadSettings } from '../../../src/config/load';
import { compileSource } from '../../../src/policy/caller/sources';
import {
  BACKEND_CREDENTIALS,
  CHECKS,
  CONTAINERS,
  ENDING,
  isOfAzure,
  LIMITS,
} from '../../../src/policy/azure/policy-names';
import { CASTABLE } from '../../../src/policy/expression/type-names';
import { supportedMembers } from '../../../src/policy/expression/supported-members';
import { CEL_STRUCTS, CEL_VALUES } from '../../../src/policy/native/cel-variables';
import { folder, type Folder } from '../../support/files';
import { problems } from '../../support/problems';

const DOCUMENT = readFileSync(join(process.cwd(), 'docs/policies.md'), 'utf8');

/** What stands under a heading, up to the next one. */
function section(heading: string): string {
  const [, text = ''] = DOCUMENT.split(`\n${heading}\n`);
  return text.split(/\n#+ /)[0] ?? '';
}

/** The first two cells of each row of a section's tables, each as the list of what it has in backticks. */
function rows(heading: string): readonly (readonly [first: readonly string[], second: readonly string[]])[] {
  const found = section(heading).matchAll(/^\| (`[^|]*) \| ([^|]*) \|/gm);
  return [...found].map(([, first = '', second = '']) => [inBackticks(first), inBackticks(second)] as const);
}

function inBackticks(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}

function blocks(language: string): readonly string[] {
  return [...DOCUMENT.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);
}

/** Problems of a configuration that takes files of the page. */
function problemsWith(files: Folder, configuration: string): readonly string[] {
  files.write('config.yaml', configuration);
  return problems(() => loadSettings({ argv: ['--config', join(files.path, 'config.yaml')], env: {} }));
}

describe('docs/policies.md', () => {
  let files: Folder;
  beforeAll(() => {
    files = folder({});
    for (const xml of blocks('xml')) files.write(/^<!-- ([a-z.-]+) -->/.exec(xml)?.[1] ?? 'unnamed', xml);
    const through = '<policies><inbound><base /></inbound><outbound><base /></outbound></policies>';
    for (const name of ['premium.xml', 'chat.xml', 'create.xml']) files.write(name, through);
  });
  afterAll(() => {
    files.remove();
  });

  it('lists every member that an expression can use, and no other', () => {
    const shown = rows('### Members').flatMap(([types, members]) =>
      types.flatMap((type) => members.map((member) => `${type}${type === 'new' ? ' ' : '.'}${member}`)),
    );
    expect(shown.map((member) => member.replaceAll(/\?|\.\.\./g, '')).sort()).toEqual([...supportedMembers()].sort());
  });

  it('lists every type that a value can be cast to', () => {
    const row = /^\| types \| (.*?), and arrays of (.*?), also/m.exec(section('## Expressions')) ?? [];
    const arrays = inBackticks(row[2] ?? '').map((item) => `${item}[]`);
    expect([...inBackticks(row[1] ?? ''), ...arrays]).toEqual(CASTABLE);
  });

  it('lists every source of values', () => {
    const known = compileSource('nothing');
    const all = typeof known === 'function' ? [] : known.problem.replace('must be one of ', '').split(', ');
    const shown = rows('### Where a value comes from').flatMap(([sources]) => sources);
    expect([...shown].sort()).toEqual([...all, 'cel:EXPRESSION'].sort());
  });

  it("names every variable of a condition's", () => {
    const [, list = ''] = /with\s+their fields: ([^;]*);/.exec(section('### Conditions')) ?? [];
    expect([...inBackticks(list)].sort()).toEqual([...CEL_STRUCTS.keys(), ...CEL_VALUES.keys()].sort());
  });

  it('names every policy that is treated in a way of its own, and none that Azure does not have', () => {
    const shown = rows('### What is not executed').flatMap(([names]) => names);
    const special = [...ENDING, ...LIMITS, ...CHECKS, ...BACKEND_CREDENTIALS, ...CONTAINERS];
    expect(shown).toEqual(expect.arrayContaining(special));
    expect(shown.filter((name) => !isOfAzure(name))).toEqual([]);
  });

  it.each([
    ['lookup', '<inbound><llm-semantic-cache-lookup nothing="" /></inbound>'],
    ['store', '<outbound><llm-semantic-cache-store nothing="" /></outbound>'],
  ])('has a row for every attribute of the %s', (policy, policies) => {
    files.write('wrong.xml', `<policies>${policies}</policies>`);
    const [, all = ''] = /it has: (.*)/.exec(problemsWith(files, 'azure: { global: wrong.xml }').join('\n')) ?? [];
    const table = section('### Attributes').matchAll(/^\| (\w+) \| `([a-z-]+)` \|/gm);
    const shown = [...table].filter(([, of]) => of === policy).map(([, , name]) => name);
    expect(shown).toEqual(all.split(', '));
  });

  const configurations = blocks('yaml').filter((text) => /^(policies|azure|callers):/m.test(text));
  it('has examples of a configuration', () => {
    expect(configurations.length).toBeGreaterThan(4);
  });
  it.each(configurations)('shows a configuration that is valid: %#', (configuration) => {
    expect(problemsWith(files, configuration)).toEqual([]);
  });
  it('shows what a check of the first document says', () => {
    files.write('quick.yaml', 'azure: { global: policy.xml }');
    const { policies } = loadSettings({ argv: ['--config', join(files.path, 'quick.yaml')], env: {} });
    const shown = section('## From Azure: a quick start').split('\n');
    const said = policies.meanings.flatMap(({ lines }) => lines.map((line) => `  ${line}`));
    expect(shown).toEqual(expect.arrayContaining([...said, ...policies.warnings.map((line) => `warning: ${line}`)]));
  });
  it('shows YAML only', () => {
    for (const text of blocks('yaml')) expect(parse(text)).toEqual(expect.any(Object));
  });
});
