import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { parse } from 'yaml';
import { keyTables } from '../../../tools/reference/configuration-keys';
import { withTables } from '../../../tools/reference/configuration-page';
import { configurationSchema } from '../../../tools/schemas/configuration-schema';

function file(path: string): string {
  return readFileSync(join(process.cwd(), path), 'utf8');
}

const SCHEMA = configurationSchema(keyTables());
const MADE = 'made anew by: npm run schemas';

describe(`what the schema of the configuration gives (${MADE})`, () => {
  it('is in deploy/schema', () => {
    const written: unknown = JSON.parse(file('deploy/schema/configuration.schema.json'));
    expect(written).toEqual(JSON.parse(JSON.stringify(SCHEMA)));
  });

  it('is in the tables of docs/configuration.md', () => {
    const page = file('docs/configuration.md');
    expect(withTables(page, keyTables())).toBe(page);
  });
});

describe('the tables of docs/configuration.md', () => {
  const [first, ...others] = keyTables();

  it('are refused when the page lacks a section, or a section has no keys', () => {
    const page = file('docs/configuration.md');
    expect(() => withTables(page, others)).toThrow(`no keys are described for the section ${first!.section}`);
    expect(() => withTables('', [first!])).toThrow(`has no section ${first!.section}`);
  });

  it('are refused when a key has no default in the program and none in words', () => {
    const page = '<!-- keys: X -->\n\n<!-- /keys -->';
    expect(() => withTables(page, [{ section: 'X', keys: [{ key: 'no.such' }] }])).toThrow('no.such: has no default');
  });
});

describe('deploy/schema/configuration.schema.json', () => {
  const validate = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(SCHEMA);

  it.each(['config.yaml', 'elasticsearch.yaml'])('accepts deploy/config/%s', (name) => {
    validate(parse(file(`deploy/config/${name}`)));
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['nothing', {}],
    ['a section in part', { admin: { address: '0.0.0.0:9901' } }],
    ['a store without its kind', { store: { path: '/var/lib/cache' } }],
    ['a shared store', { store: { kind: 'elasticsearch', nodes: ['https://es:9200'] } }],
    ["prices of one's own", { prices: { 'as-of': '2026-11-01', models: [{ model: 'x', prompt: 1, completion: 2 }] } }],
  ])('accepts %s', (_what, configuration) => {
    validate(configuration);
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['a misspelt key', { admin: { adress: '0.0.0.0:9901' } }],
    ['a key of the other kind of store', { store: { kind: 'embedded', nodes: ['https://es:9200'] } }],
    ['a price without a model', { prices: { models: [{ prompt: 1, completion: 2 }] } }],
    ['an unknown level', { log: { level: 'loud' } }],
  ])('refuses %s', (_what, configuration) => {
    expect(validate(configuration)).toBe(false);
  });
});
