import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditRecord } from '../../src/core/access';
import { freePort } from '../../tools/harness/ports';
import { reached, scrape, type Metric } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { folder, type Folder } from '../support/files';
import { runCli, startServer, type Server } from '../support/server';
import { startStack, type Stack } from '../support/stack';

const TOKENS = { view: 'view-'.repeat(5), read: 'read-'.repeat(5), change: 'change-'.repeat(5) } as const;
type Who = keyof typeof TOKENS | 'nobody' | 'a wrong token';

const refusals = (reason: string): Metric => ['llm_semantic_cache_admin_refusals_total', { reason }];

interface Reply {
  readonly status: number;
  readonly body: string;
}

async function ask(url: string, who: Who, [method, path, body]: Route): Promise<Reply> {
  const token = who === 'nobody' ? undefined : who === 'a wrong token' ? 'x'.repeat(20) : TOKENS[who];
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.text() };
}

type Route = readonly [method: string, path: string, body?: object];

const ENTRY = 'f'.repeat(32);
const CALL = { path: '/v1/chat/completions', body: { model: 'm', messages: [{ role: 'user', content: '?' }] } };

/** Each with what it answers to whoever may. */
const VIEW: [Route, number][] = (['/access', '/overview', '/policies', '/audit', '/log-level'] as const).map((path) => [
  ['GET', path],
  200,
]);
const READ: [Route, number][] = [
  [['GET', '/entries'], 200],
  [['GET', '/entries/search'], 200],
  [['GET', `/entries/one?id=${ENTRY}`], 404],
  [['POST', '/explain', CALL], 200],
];
const CHANGE: [Route, number][] = [
  [['POST', '/entries/purge?policy=none'], 200],
  [['POST', '/entries/import'], 200],
  [['POST', '/feedback', { entry: ENTRY }], 404],
  [['POST', '/log-level', { level: 'info' }], 200],
];

let files: Folder;
const tokenFiles = () => ({
  'token-file': join(files.path, 'change'),
  'read-token-file': join(files.path, 'read'),
  'view-token-file': join(files.path, 'view'),
});

beforeAll(() => {
  files = folder(TOKENS);
});
afterAll(() => {
  files.remove();
});

async function auditLines(file: string): Promise<AuditRecord[]> {
  return (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditRecord);
}

describe('an admin address that others reach', () => {
  let server: Server;
  let url: string;
  let auditFile: string;
  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    auditFile = join(files.path, 'audit.jsonl');
    const admin = { address: `0.0.0.0:${port}`, 'audit-file': auditFile, ...tokenFiles() };
    server = await startServer({ dir: files.path, config: { admin } });
  });
  afterAll(() => server.stop());

  it.each<[Who, readonly boolean[]]>([
    ['nobody', [false, false, false]],
    ['a wrong token', [false, false, false]],
    ['view', [true, false, false]],
    ['read', [true, true, false]],
    ['change', [true, true, true]],
  ])('gives %s what it may, and nothing more', async (who, may) => {
    const refused = who in TOKENS ? 403 : 401;
    for (const [i, routes] of [VIEW, READ, CHANGE].entries()) {
      for (const [route, status] of routes) {
        const reply = await ask(url, who, route);
        expect([route, reply.status]).toEqual([route, may[i] === true ? status : refused]);
      }
    }
    for (const path of ['/livez', '/readyz', '/metrics']) expect((await ask(url, who, ['GET', path])).status).toBe(200);
  });

  it('has written down who changed what, and who wanted to, and no token', async () => {
    const lines = await auditLines(auditFile);
    expect((await stat(auditFile)).mode & 0o777).toBe(0o600);
    const done = lines.filter(({ who }) => who === 'token-file').map(({ action, result }) => [action, result]);
    expect(done).toEqual([
      ['purge', 'done'],
      ['import', 'done'],
      ['feedback', 'refused'],
      ['log-level', 'done'],
    ]);
    // Ten a minute of those who may not.
    expect(lines.filter(({ who }) => who !== 'token-file')).toHaveLength(10);
    const { changes } = JSON.parse((await ask(url, 'view', ['GET', '/audit'])).body) as { changes: AuditRecord[] };
    expect(changes).toEqual(lines.toReversed());
    expect(JSON.stringify(lines)).not.toMatch(/change-|read-r|view-v|xxx/);
  });

  it('counts whom it turned away', async () => {
    const metrics = await scrape(url);
    const [all, change] = [VIEW.length + READ.length + CHANGE.length, CHANGE.length];
    expect(metrics.sum(...refusals('wrong-token'))).toBe(all);
    expect(metrics.sum(...refusals('no-right'))).toBe(all + READ.length + change + change);
  });

  it('logs changes at any level, and talks as much as it is told to', async () => {
    const set = (level: string) => ask(url, 'change', ['POST', '/log-level', { level }]);
    const logged = async (pattern: RegExp): Promise<boolean> => pattern.test(await readFile(server.logFile, 'utf8'));
    expect((await set('silent')).status).toBe(200);
    await ask(url, 'change', ['POST', '/entries/purge?tag=while-silent']);
    await until(
      'the purge in the log',
      async () => (await logged(/"event":"audit".*"tag":"while-silent"/)) || undefined,
    );
    // A reload that does not change log.level leaves it; one that does sets it.
    await server.configure({ headers: { enabled: false } });
    await reached(url, ['llm_semantic_cache_config_reloads_total', { result: 'applied' }], 1);
    expect(JSON.parse((await ask(url, 'view', ['GET', '/log-level'])).body)).toEqual({ level: 'silent' });
    await server.configure({ log: { level: 'debug' } });
    await reached(url, ['llm_semantic_cache_config_reloads_total', { result: 'applied' }], 2);
    expect(JSON.parse((await ask(url, 'view', ['GET', '/log-level'])).body)).toEqual({ level: 'debug' });
  });
});

describe('the start is refused', () => {
  it.each<[string, () => readonly string[], RegExp]>([
    [
      'when two files hold the same token',
      () => [`admin.token-file=${join(files.path, 'read')}`, `admin.read-token-file=${join(files.path, 'read')}`],
      /admin\.token-file: must not hold the same token/,
    ],
    [
      'when a token could be guessed',
      () => [`admin.view-token-file=${files.write('short', 'short')}`],
      /admin\.view-token-file: .* must hold one token of at least 16/,
    ],
    [
      'when the audit file cannot be opened',
      () => [`admin.audit-file=${join(files.path, 'none', 'audit')}`],
      /admin\.audit-file: .* cannot be opened: ENOENT/,
    ],
  ])('%s', async (_what, settings, said) => {
    const { code, stderr } = await runCli('serve', ...settings().flatMap((one) => ['--set', one]));
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
  });
});

describe('entries as people look for them, behind Envoy', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ config: { admin: tokenFiles() } });
  });
  afterAll(() => stack.stop());

  const get = async (path: string): Promise<any> =>
    JSON.parse((await ask(stack.server.adminUrl, 'read', ['GET', path])).body);

  it('are found by their text, with the hits that were served and their neighbours', async () => {
    await stack.askAndKeep({ text: 'How can I reset my password?' });
    await stack.askAndKeep({ text: 'Where is the <b>museum</b> of clocks?' });
    expect(await stack.decision({ text: 'How can I reset my password?' })).toBe('hit exact');
    const { entries } = await until('a hit on the page', async () => {
      const page = await get('/entries/search?text=RESET');
      return page.entries[0]?.hits > 0 ? page : undefined;
    });
    expect(entries).toMatchObject([
      { text: 'How can I reset my password?', policy: 'test', model: 'test-model', hits: 1 },
    ]);
    const details = await get(`/entries/one?id=${entries[0].id}`);
    expect(details).toMatchObject({ id: entries[0].id, hits: 1, answer: expect.stringMatching(/./) });
    expect(details.neighbours.map(({ text }: { text: string }) => text)).toEqual([
      'Where is the <b>museum</b> of clocks?',
    ]);
    expect(details.neighbours[0].similarity).toBeLessThan(0.9);
  });
});
