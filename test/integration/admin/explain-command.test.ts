import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { explain } from '../../../src/cli/explain';
import type { Embedder } from '../../../src/core/embedder';
import { NOTHING_SERVED } from '../../../src/core/thresholds';
import { loadOnnxEmbedder } from '../../../src/embedding/onnx/onnx-embedder';
import { fetchModel } from '../../../tools/fetch/model';
import { BOUND, scriptedChecking } from '../../support/checking';
import { folder, type Folder } from '../../support/files';
import { ran, type Ran } from '../../support/piped-process';
import { lookupSettings, policySettings } from '../../support/policies';
import { startBench, TOKEN, type Bench, type BenchOptions } from './entries-bench';

const PATH = '/v1/chat/completions';
const chat = (content: string): object => ({ model: 'm', messages: [{ role: 'user', content }] });
const STORED = ['How can I reset my password?', 'How do I not reset my password?', 'How do I water the tomatoes?'];
const ASKED = chat('How do I reset my password?');
const CALLER = ['--header', 'Host: api.example', '--header', 'authorization: Bearer sk-1'];

let embedder: Embedder;
let files: Folder;
let bench: Bench;
beforeAll(async () => {
  const modelDir = await fetchModel();
  embedder = await loadOnnxEmbedder({ modelDir, threads: 1, maxBatch: 8, queue: 100, memoEntries: 100 });
  files = folder({ token: `${TOKEN}\n`, 'body.json': JSON.stringify(ASKED) });
});
afterAll(async () => {
  await embedder.close();
  files.remove();
});
afterEach(() => bench.stop());

/** A bench that holds answers to some questions of a caller. */
async function holding(options: BenchOptions = {}, lookup: object = {}): Promise<void> {
  const policies = [policySettings({ lookup: lookupSettings({ minSimilarity: 0.8, verify: 'guards', ...lookup }) })];
  bench = await startBench({ embedder, policies, ...options });
  const response = { choices: [{ index: 0, message: { role: 'assistant', content: 'So.' }, finish_reason: 'stop' }] };
  const headers = { authorization: 'Bearer sk-1' };
  const body = STORED.map((text) =>
    JSON.stringify({ request: { host: 'api.example', path: PATH, headers, body: chat(text) }, response }),
  ).join('\n');
  const reply = await bench.ask('POST', '/entries/import', { headers: { authorization: `Bearer ${TOKEN}` }, body });
  expect(JSON.parse(reply.body)).toMatchObject({ imported: STORED.length });
}

/** Runs the command against the bench, or another port. */
function run(args: readonly string[], { stdin = '', port = bench.port } = {}): Promise<Ran> {
  const set = ['--set', `admin.token-file=${files.path}/token`];
  return ran(explain, [...args, '--admin', `http://127.0.0.1:${port}`, ...set], stdin);
}

describe('explain --request', () => {
  it('tells people the verdict, the terms and every candidate', async () => {
    await holding();
    const { status, out, err } = await run(['--request', `${files.path}/body.json`, ...CALLER]);
    expect({ status, err }).toEqual({ status: 0, err: [] });
    expect(out[0]).toMatch(/^hit \(semantic\): a question near enough/);
    const text = out.join('\n');
    expect(text).toMatch(/\ncall +POST \/v1\/chat\/completions, authority api\.example, headers authorization\n/);
    expect(text).toMatch(/\npolicy +p\n/);
    expect(text).toMatch(/\npartition +[0-9a-f]{32}\n/);
    expect(text).toMatch(/\nembedding +vector\n/);
    expect(text).toMatch(/\nsimilarity +0\.9\d+ +needed: 0\.8\n/);
    expect(text).toMatch(/\n[0-9a-f]{32} +0\.9\d+ +0\.9\d+ +semantic .*How can I reset my password\?/);
    expect(text).toMatch(/\n[0-9a-f]{32} .*negation .*How do I not reset my password\?/);
    expect(text).not.toContain('sk-1');
  });

  it('prints what the server says as it is with --json', async () => {
    await holding();
    const call = { path: PATH, authority: 'api.example', headers: { Authorization: 'Bearer sk-1' }, body: ASKED };
    const { out } = await run(['--request', '-', '--json'], { stdin: JSON.stringify(call) });
    expect(out).toHaveLength(1);
    const said = await bench.ask('POST', '/explain', {
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(call),
    });
    const [found, expected] = [out[0]!, said.body].map((one) => ({ ...JSON.parse(one), phases: undefined }));
    expect(found).toEqual(expected);
    expect(found!.candidates).toHaveLength(3);
  });

  it('looks through the eyes of another caller when a flag says so', async () => {
    await holding();
    const call = { path: PATH, authority: 'api.example', headers: { Authorization: 'Bearer sk-1' }, body: ASKED };
    const asked = ['--request', '-', '--header', 'authorization: Bearer sk-2'];
    const { status, out } = await run(asked, { stdin: JSON.stringify(call) });
    expect(status).toBe(0);
    expect(out[0]).toMatch(/^miss \(no-entry\)/);
    expect(out.at(-1)).toBe('no candidates');
  });

  it('tells of a call that is not looked up', async () => {
    await holding();
    const { status, out } = await run(['--request', `${files.path}/body.json`, '--path', '/v1/files']);
    expect(status).toBe(0);
    expect(out[0]).toMatch(/^bypass \(not-a-completion\)/);
  });

  it('shows the shares of the learned score', async () => {
    await holding({}, { verify: 'standard' });
    const { out } = await run(['--request', `${files.path}/body.json`, ...CALLER]);
    expect(out.join('\n')).toMatch(/\ncandidate .*greatest shares \(log-odds\).*\n[0-9a-f]{32} .* \S+ [+-]\d+\.\d\d/);
  });

  it('says while nothing is learned that nothing is served', async () => {
    await holding({ checking: scriptedChecking({ threshold: NOTHING_SERVED }) }, { bound: BOUND });
    const { out } = await run(['--request', `${files.path}/body.json`, ...CALLER]);
    expect(out[0]).toMatch(/^miss \(threshold-learning\)/);
    expect(out.join('\n')).toMatch(/\n +learned: nothing is served by meaning, yet or any more\n/);
  });

  it('tells what the server refuses, in its words', async () => {
    await holding();
    const { status, out, err } = await run(['--request', '-'], { stdin: '{"path": "v1", "body": {}}' });
    expect({ status, out }).toEqual({ status: 2, out: [] });
    expect(err).toEqual([`refused by http://127.0.0.1:${bench.port} (400): path: must begin with /`]);
  });

  it('says so when the token is another one', async () => {
    await holding();
    const other = await startBench({ token: 'another-token-than-it' });
    try {
      const { status, err } = await run(['--request', `${files.path}/body.json`], { port: other.port });
      expect({ status, err }).toEqual({ status: 1, err: [expect.stringMatching(/\(401\): wrong bearer token/)] });
    } finally {
      await other.stop();
    }
  });

  it('says so when no server is there', async () => {
    await holding();
    const { status, err } = await run(['--request', `${files.path}/body.json`], { port: 1 });
    expect({ status, err }).toEqual({ status: 1, err: [expect.stringMatching(/ECONNREFUSED; does the server run/)] });
  });

  it.each([
    ['speaks of something else', '<html>', /^the answer is not an explanation of this release/],
    ['breaks off', undefined, /^the server broke off: there is no answer/],
  ])('says so when what answers %s', async (_what, page, message) => {
    await holding();
    const server: Server = createServer((_request, response) => {
      response.writeHead(200);
      if (page === undefined) response.write('{', () => response.destroy());
      else response.end(page);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { status, err } = await run(['--request', `${files.path}/body.json`], { port });
    await new Promise((resolve) => server.close(resolve));
    expect({ status, err }).toEqual({ status: 1, err: [expect.stringMatching(message)] });
  });
});
