import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../../../src/cli/cli';
import { serviceCommands } from '../../../src/cli/service-commands';
import { readPolicies } from '../../../src/config/policy-file';

const LOOKUP =
  '<llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e"><vary-by>@(context.Subscription.Id)</vary-by></llm-semantic-cache-lookup>';
const STORE = '<llm-semantic-cache-store duration="60" />';

const FILES: Readonly<Record<string, string>> = {
  'good.xml': `\uFEFF\n<policies>\n<inbound><base />${LOOKUP}</inbound>\n<outbound>${STORE}</outbound>\n</policies>`,
  'warned.xml': `<policies><inbound><rate-limit calls="1" renewal-period="60" />${LOOKUP}</inbound><outbound>${STORE}</outbound></policies>`,
  'bad.xml':
    '<policies>\n<inbound>\n  <llm-semantic-cache-lookup embeddings-backend-id="e" />\n</inbound>\n</policies>',
  'cut-off.xml': '<policies><inbound>',
  'lookup-fragment.xml': `<fragment>${LOOKUP}</fragment>`,
  'store-fragment.xml': `<fragment>${STORE}</fragment>`,
  'variables.xml': '<fragment><set-variable name="v" value="@(context.Response.StatusCode)" /></fragment>',
  'named.xml': `<policies><inbound>${LOOKUP.replace('0.05', '{{distance}}')}<include-fragment fragment-id="none" /></inbound><outbound>${STORE}</outbound></policies>`,
  'empty-fragment.xml': '<fragment />',
  'two.xml': `<policies><inbound><choose><when condition="@(context.User == null)">${LOOKUP}</when><otherwise>${LOOKUP.replace('0.05', '0.1')}</otherwise></choose></inbound></policies>`,
  'good.yaml': 'policies:\n  - { name: faq, lookup: { similarity: 0.95 }, store: { ttl: 60 } }\n',
  'twice.yaml':
    'policies:\n  - { name: faq, lookup: { similarity: 0.95 } }\n  - { name: faq, lookup: { similarity: 0.95 } }\n',
  'bad.yaml': 'name: faq\nwhen: request.methd == "POST"\nlookup: { similarity: 0.95 }\n',
  'config.yaml': 'azure:\n  named-values: { distance: 0.05 }\n  fragments: { none: empty-fragment.xml }\n',
  'wrong-config.yaml': 'azzure: {}\n',
};

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'policy-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(folder, name), text);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a command whose arguments that name one of the files are those files. */
async function command(...args: readonly string[]) {
  const printed: string[] = [];
  const errors: string[] = [];
  const host = {
    env: {},
    print: (line: string) => void printed.push(line),
    printError: (line: string) => void errors.push(line),
    stopSignal: () => Promise.reject(new Error('not asked for')),
    stdin: Readable.from([]),
    write: () => Promise.reject(new Error('not asked for')),
  };
  const argv = args.map((arg) => (/\.(?:xml|yaml)$/.test(arg) ? path.join(folder, arg) : arg));
  const status = await run(['policy', ...argv], host, async () => ({ serviceCommands }));
  const plain = (lines: readonly string[]): string => lines.join('\n').replaceAll(`${folder}/`, '');
  return { status, printed: plain(printed), errors: plain(errors) };
}

describe('policy check', () => {
  it('says what each file means, and how many errors and warnings there are', async () => {
    const { status, printed, errors } = await command('check', 'good.xml', 'good.yaml');
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(printed.split('\n')).toEqual([
      'good.xml',
      '  inbound:',
      '    base (no outer scope)',
      expect.stringMatching(/^ {4}lookup: semantic hit at similarity >= 0.95 /),
      '  outbound:',
      '    store: 60 s',
      '',
      'good.yaml',
      '  faq:',
      expect.stringMatching(/^ {4}any host, any path; semantic hit at similarity >= 0.95 /),
      '',
      '2 files: 0 errors, 0 warnings',
    ]);
  });

  it.each([
    ['warned.xml', [], 0, 'warning: warned.xml: not executed by the cache: rate-limit', '1 file: 0 errors, 1 warning'],
    [
      'warned.xml',
      ['--strict'],
      1,
      'error: warned.xml:1:20: <rate-limit> is not executed',
      '1 file: 1 error, 0 warnings',
    ],
    [
      'bad.xml',
      [],
      1,
      'error: bad.xml:3:3: <llm-semantic-cache-lookup> lacks score-threshold',
      '1 file: 1 error, 0 warnings',
    ],
    ['cut-off.xml', [], 1, 'error: cut-off.xml:1:19: not well-formed', '1 file: 1 error, 0 warnings'],
    [
      'lookup-fragment.xml',
      [],
      0,
      '    fragment lookup-fragment (lookup-fragment.xml):',
      '1 file: 0 errors, 0 warnings',
    ],
    ['store-fragment.xml', [], 0, '      store: 60 s', '1 file: 0 errors, 0 warnings'],
    ['variables.xml', [], 0, '  outbound:', '1 file: 0 errors, 0 warnings'],
    ['named.xml', [], 1, '{{distance}} is no named value', '1 file: 3 errors, 1 warning'],
    ['named.xml', ['--config', 'config.yaml'], 0, 'score-threshold {{distance}}', '1 file: 0 errors, 0 warnings'],
    ['twice.yaml', [], 1, 'error: twice.yaml: policies[1].name: got "faq"', '1 file: 1 error, 1 warning'],
    [
      'bad.yaml',
      [],
      1,
      'error: bad.yaml: faq.when: column 8: request has no field methd',
      '1 file: 1 error, 0 warnings',
    ],
    ['absent.xml', [], 1, 'error: absent.xml: cannot be read', '1 file: 1 error, 0 warnings'],
  ] as const)('%s %j ends with status %d', async (file, flags, expected, ...lines) => {
    const { status, printed } = await command('check', file, ...flags);
    expect(printed).toContain(lines[0]);
    expect(printed.split('\n').at(-1)).toBe(lines[1]);
    expect(status).toBe(expected);
  });
});

describe('policy convert', () => {
  it('writes a file that is read again', async () => {
    const { status, printed, errors } = await command('convert', 'good.xml');
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(printed).toMatch(/^# Converted from good\.xml\.\n/);
    expect(readPolicies(printed, 'out.yaml')).toMatchObject({
      policies: [{ name: 'good', share: 'varyBy', lookup: { varyBy: ['subscription'] }, store: { ttl: 60 } }],
    });
  });

  it.each([
    ['warned.xml', [], 0, 'warning: warned.xml: not executed by the cache'],
    ['named.xml', ['--config', 'config.yaml'], 0, ''],
    ['two.xml', [], 1, 'error: two.xml:1:237: cannot be written in the native form'],
    ['bad.xml', [], 1, 'error: bad.xml:3:3: <llm-semantic-cache-lookup> lacks score-threshold'],
    ['store-fragment.xml', [], 1, 'is a fragment; convert the documents that include it'],
    ['good.yaml', [], 1, "is no policy document of Azure's"],
    ['absent.xml', [], 1, 'error: absent.xml: cannot be read'],
  ] as const)('%s %j ends with status %d', async (file, flags, expected, line) => {
    const { status, printed, errors } = await command('convert', file, ...flags);
    expect(errors).toContain(line);
    expect({ status, printed: printed === '' }).toEqual({ status: expected, printed: expected === 1 });
  });
});

describe('wrong usage of policy', () => {
  it.each([
    [[], 'policy needs check or convert'],
    [['chek', 'good.xml'], 'policy needs check or convert'],
    [['check'], 'needs one or more files'],
    [['check', '--strikt', 'good.xml'], "Unknown option '--strikt'"],
    [['convert'], 'needs exactly 1 argument'],
    [['convert', 'good.xml', 'warned.xml'], 'needs exactly 1 argument'],
    [['check', 'good.xml', '--config', 'wrong-config.yaml'], 'azzure'],
    [['check', 'good.xml', '--set', 'log.level=loud'], 'log.level'],
  ])('%j', async (args, message) => {
    const { status, printed, errors } = await command(...args);
    expect({ status, printed }).toEqual({ status: 2, printed: '' });
    expect(errors).toContain(message);
  });
});
