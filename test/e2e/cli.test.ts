import { mkdir } from 'node:fs/promises';
import { fetchModel } from '../../tools/fetch/model';
import { runCommand, type Output } from '../../tools/harness/command';
import { folder, type Folder } from '../support/files';
import { MAIN } from '../support/server';
import { startStack, type Stack } from '../support/stack';
import { inTerminal, itNeedsTerminal, type Terminal } from '../support/terminal';

const TOKEN = 'a-token-of-the-tests-0123456789';
const CHAT = { model: 'm', messages: [{ role: 'user', content: 'Open on Sundays?' }] };
const ANSWER = { choices: [{ index: 0, message: { role: 'assistant', content: 'No.' }, finish_reason: 'stop' }] };
const PAIRS = [
  { a: 'How do I reset my password?', b: 'How can I reset my password?', same: true },
  { a: 'How do I enable dark mode?', b: 'How do I disable dark mode?', same: false },
];
const CURATED = 200;

const curated = (i: number): string => {
  const body = { ...CHAT, messages: [{ role: 'user', content: `Is shop number ${i} open on Sundays?` }] };
  return JSON.stringify({ request: { host: 'h', path: '/v1/chat/completions', body }, response: ANSWER });
};

let files: Folder;
let stack: Stack;
let model: string;
let terminal: Terminal | undefined;
beforeAll(async () => {
  model = await fetchModel();
  files = folder({
    token: `${TOKEN}\n`,
    'config.yaml': 'policies: [{ name: faq, lookup: { similarity: 0.9 }, store: { ttl: 60 } }]\n',
    'wrong.yaml': 'policies: [{ nme: x }]\n',
    'good.xml':
      '<policies><inbound><llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e" /></inbound></policies>',
    'bad.xml': '<policies>',
    'call.json': JSON.stringify(CHAT),
    'faq.jsonl': Array.from({ length: CURATED }, (_, i) => curated(i)).join('\n'),
    'refused.jsonl': `no json\n${curated(CURATED)}\n`,
    'pairs.jsonl': PAIRS.map((pair) => JSON.stringify(pair)).join('\n'),
  });
  await mkdir(`${files.path}/store`);
  stack = await startStack({ config: { admin: { 'token-file': `${files.path}/token` } } });
});
afterEach(() => {
  terminal?.stop();
});
afterAll(async () => {
  await stack.stop();
  files.remove();
});

/** Arguments with our files, model, store and server in their places. */
const placed = (line: string): readonly string[] =>
  line.split(' ').map((word) =>
    word
      .replace(/^(?=\w+\.(?:yaml|xml|jsonl?)$)/, `${files.path}/`)
      .replace('ADMIN', stack.server.adminUrl)
      .replace('TOKEN', `${files.path}/token`)
      .replace('GATEWAY', `${stack.envoy.url}/v1/chat/completions`)
      .replace('MODEL', model)
      .replace('STORE', `${files.path}/store`),
  );

const command = (line: string): Promise<Output> => runCommand(process.execPath, [MAIN, ...placed(line)]);
const SERVER = '--admin ADMIN --token-file TOKEN';
const TERMS = '--model MODEL --similarity 0.8 --verify standard';

describe('--json', () => {
  // What a command gives when it has done its work, whatever it found: status, and fields of the object.
  it.each<[string, number, object]>([
    ['check-config --config config.yaml', 0, { policies: [{ name: 'faq' }], warnings: [] }],
    ['policy check good.xml', 0, { errors: 0, files: [{ problems: [] }] }],
    ['policy check good.xml bad.xml', 1, { errors: 1 }],
    ['health --admin ADMIN --through GATEWAY', 0, { ready: true, through: { answers: true } }],
    ['health --through ADMIN', 1, { through: { answers: false } }],
    [`import faq.jsonl --tag faq ${SERVER}`, 0, { imported: CURATED, refusedTotal: 0 }],
    [`import refused.jsonl ${SERVER}`, 1, { imported: 1, refused: [{ line: 1 }] }],
    [`explain --request call.json ${SERVER}`, 0, { verdict: { kind: 'miss' } }],
    [`explain --a x --b y ${TERMS}`, 0, { verdict: 'miss' }],
    [`purge --tag faq --dry-run ${SERVER}`, 0, { dryRun: true, matched: CURATED }],
    ['top --admin ADMIN', 0, { store: { kind: 'embedded' } }],
    [`evaluate --pairs pairs.jsonl ${TERMS}`, 0, { n: 2 }],
    [`calibrate --pairs pairs.jsonl --max-false-hit-rate 0.01 ${TERMS}`, 1, { threshold: null, n: 2 }],
    ['sweep --dry-run --set embedding.model=MODEL --set store.path=STORE', 0, { dryRun: true, expired: 0 }],
    ['sweep --once --set embedding.model=MODEL --set store.path=STORE', 0, { swept: true, removed: 0, faults: [] }],
    ['sweep --all --set embedding.model=MODEL --set store.path=STORE', 0, { swept: true, removed: 0, faults: [] }],
    ['drain-envoy --admin http://127.0.0.1:1', 0, {}],
  ])('%s: status %d and one object', async (line, code, fields) => {
    const output = await command(`${line} --json`);
    const said = output.code === 0 && line.startsWith('drain-envoy') ? output.stderr : output.stdout;
    expect(said.trimEnd().split('\n')).toHaveLength(1);
    expect({ code: output.code, found: JSON.parse(said) }).toMatchObject({ code, found: fields });
    expect([output.stdout, output.stderr]).toContain('');
  });

  it('gives an object a line for export', async () => {
    const { stdout, stderr, code } = await command(`export --tag faq --json ${SERVER}`);
    expect([code, stderr]).toEqual([0, '']);
    const entries = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries).toHaveLength(CURATED);
  });

  // What it gives when it could not do its work.
  it.each<[string, number, RegExp]>([
    ['no-such-command', 2, /^wrong usage: there is no command/],
    ['check-config --config wrong.yaml', 2, /nme/],
    ['purge --all --admin http://127.0.0.1:1 --token-file TOKEN', 1, /ECONNREFUSED/],
    ['top --admin http://127.0.0.1:1', 1, /ECONNREFUSED/],
    ['export --admin ADMIN', 2, /admin\.token-file: is not set/],
    ['evaluate --pairs absent.jsonl --similarity 0.8 --verify off', 1, /cannot be read/],
    ['sweep', 2, /--json goes with/],
    ['sweep --once --set embedding.model=/nowhere', 1, /nowhere/],
  ])('%s: status %d and one object with the error', async (line, code, message) => {
    const output = await command(`${line} --json`);
    expect({ code: output.code, stdout: output.stdout }).toEqual({ code, stdout: '' });
    expect(output.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(output.stderr).error).toMatch(message);
  });
});

describe('progress', () => {
  const inOurs = (line: string, env: Readonly<Record<string, string>> = {}): Terminal =>
    (terminal = inTerminal([process.execPath, MAIN, ...placed(line)], { env }));
  const BAR = /\[[#-]+\] {2}\d+ % {2}/;

  itNeedsTerminal.each([
    [
      `import faq.jsonl --tag faq ${SERVER}`,
      /importing {2}\[[#-]+\] {2}\d+ % {2}[\d.]+ \w+ of [\d.]+ KiB {2}\d+ lines/,
    ],
    [`evaluate --pairs pairs.jsonl ${TERMS}`, /embedding {2}\[[#-]+\] {2}\d+ % {2}\d texts of 4 texts/],
    [`calibrate --pairs pairs.jsonl --max-false-hit-rate 0.01 ${TERMS}`, /embedding {2}\[/],
    ['sweep --all --set embedding.model=MODEL --set store.path=STORE', /sweeping {2}0 entries removed/],
  ])('of %s is seen on a terminal, and taken away', async (line, bar) => {
    const shown = inOurs(line);
    await shown.ended;
    expect(shown.written()).toMatch(bar);
    // What comes after the last clearing of the line is the result alone.
    const result = shown.written().split('\r\u001b[K').at(-1)!;
    expect(result).toMatch(/^\S/);
    expect(result).not.toMatch(/importing|embedding|sweeping/);
  });

  itNeedsTerminal('of export is seen when its output goes to a file', async () => {
    const line = placed(`export ${SERVER}`).join(' ');
    terminal = inTerminal(['sh', '-c', `'${process.execPath}' '${MAIN}' ${line} > '${files.path}/out.jsonl'`]);
    expect(await terminal.ended).toBe(0);
    expect(terminal.written()).toMatch(/exporting {2}.*\d+ entries/);
  });

  itNeedsTerminal.each<[string, string, Readonly<Record<string, string>>]>([
    ['--quiet', ' --quiet', {}],
    ['--json', ' --json', {}],
    ['NO_COLOR', '', { NO_COLOR: '1' }],
    ['CI', '', { CI: 'true' }],
  ])('is not shown with %s', async (_what, flag, env) => {
    const shown = inOurs(`import faq.jsonl ${SERVER}${flag}`, env);
    expect(await shown.ended).toBe(0);
    expect(shown.written()).not.toContain('importing');
  });

  it('is not written into a pipe', async () => {
    const output = await command(`import faq.jsonl ${SERVER}`);
    expect(output).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^imported \d+, .*\n$/) });
    expect(output.stdout).not.toMatch(BAR);
  });
});

describe('the help on a terminal', () => {
  itNeedsTerminal('fits its width', async () => {
    terminal = inTerminal([process.execPath, MAIN, '--help'], { size: [60, 24] });
    expect(await terminal.ended).toBe(0);
    const lines = terminal.written().split('\r\n');
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });
});
