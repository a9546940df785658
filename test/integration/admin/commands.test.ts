import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../../../src/cli/cli';
import { serviceCommands } from '../../../src/cli/service-commands';
import type { PipedProcess } from '../../../src/cli/process';
import { entryOf, hex } from '../../contract/entry-store';
import { NOW, startBench, TOKEN, type Bench } from './entries-bench';

let bench: Bench;
let dir: string;
let tokenFile: string;
beforeEach(async () => {
  bench = await startBench();
  dir = await mkdtemp(join(tmpdir(), 'lsc-commands-'));
  tokenFile = join(dir, 'token');
  await writeFile(tokenFile, `${TOKEN}\n`);
});
afterEach(async () => {
  await bench.stop();
  await rm(dir, { recursive: true, force: true });
});

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command against the bench's server, unless it is told another one. */
async function command(args: readonly string[], change: Partial<PipedProcess> = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const host: PipedProcess = {
    env: { LSC_ADMIN_ADDRESS: `127.0.0.1:${bench.port}`, LSC_ADMIN_TOKEN_FILE: tokenFile },
    stdin: Readable.from([]),
    print: (line) => void (out += `${line}\n`),
    printError: (line) => void (err += `${line}\n`),
    write: async (bytes) => void (out += Buffer.from(bytes).toString()),
    stopSignal: () => new Promise(() => undefined),
    ...change,
  };
  const status = await run(args, host, async () => ({ serviceCommands }));
  return { status, out, err };
}

async function hold(names: readonly string[], change: object = {}): Promise<void> {
  for (const name of names) {
    const vector = new Float32Array([1, 0, 0, 0]);
    await bench.store.put(entryOf({ id: hex(name), comparedText: name, vector, ...change }));
  }
}

const CURATED = JSON.stringify({
  request: {
    host: 'h',
    path: '/v1/chat/completions',
    body: { model: 'm', messages: [{ role: 'user', content: 'Open on Sundays?' }] },
  },
  response: { choices: [{ index: 0, message: { role: 'assistant', content: 'No.' }, finish_reason: 'stop' }] },
});

describe('the command purge', () => {
  it('says how many entries match, and removes them when it is not a dry run', async () => {
    await hold(['a', 'b'], { policy: 'faq' });
    await hold(['c']);
    const dry = await command(['purge', '--policy', 'faq', '--dry-run']);
    expect(dry).toMatchObject({ status: 0, err: '' });
    const [first, ...ids] = dry.out.trimEnd().split('\n');
    expect(first).toBe('2 entries match; nothing was removed');
    expect(ids.sort()).toEqual([`  ${hex('a')}`, `  ${hex('b')}`].sort());
    expect(await command(['purge', '--policy', 'faq'])).toEqual({
      status: 0,
      out: 'removed 2 of 2 matching entries\n',
      err: '',
    });
    expect((await command(['purge', '--all', '--dry-run'])).out).toMatch(/^1 entry matches; nothing was removed\n/);
    expect((await command(['purge', '--id', hex('c'), '--id', hex('a')])).out).toBe('removed 1 of 1 matching entry\n');
  });

  it('shows ten ids, and how many more there are', async () => {
    await hold(Array.from({ length: 12 }, (_, i) => `e${i}`));
    expect((await command(['purge', '--all', '--dry-run'])).out).toMatch(/\n {2}and 2 more\n$/);
  });

  it.each([
    [['purge'], /say which entries/],
    [['purge', '--polcy', 'x'], /Unknown option '--polcy'/],
    [['purge', '--policy', ''], /policy: must not be empty/],
    [['purge', '--all', '--policy', 'x'], /goes with none of/],
    [['purge', 'everything'], /takes flags only/],
    [['purge', '--all', '--admin', 'localhost'], /--admin must be a URL/],
    [['purge', '--all', '--set', 'admin.token-file='], /admin\.token-file: is not set/],
    [['purge', '--all', '--set', 'admin.token-file=/nowhere/token'], /\/nowhere\/token cannot be read/],
    [['export', '--all'], /Unknown option '--all'/],
    [['export', '--older-than', 'soon'], /must be a duration/],
    [['import'], /needs exactly 1 argument/],
    [['sweep', '--twice'], /Unknown option '--twice'/],
    [['prge', '--all'], /llm-semantic-cache purge/],
  ])('%j is wrong usage: exit status 2, and nothing is removed', async (args, why) => {
    await hold(['a']);
    const { status, err, out } = await command(args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(why);
    expect((await bench.store.stats()).entries).toBe(1);
  });

  it.each([
    [
      'refuses the token',
      'another-token-than-it',
      /^refused by http:\S+ \(401\): wrong bearer token: to change entries .*, give the bearer token of admin\.token-file\n$/,
    ],
    [
      'has no token',
      undefined,
      /^refused by http:\S+ \(403\): nobody may do this here: set admin\.token-file to change .*\n$/,
    ],
  ])('says in a line that the server %s', async (_what, token, why) => {
    const other = await startBench({ token });
    try {
      const { status, err } = await command(['purge', '--all', '--admin', `http://127.0.0.1:${other.port}/`]);
      expect(status).toBe(1);
      expect(err).toMatch(why);
    } finally {
      await other.stop();
    }
  });

  it('says in a line that no server is there', async () => {
    const { status, err } = await command(['purge', '--all', '--admin', 'http://127.0.0.1:1']);
    expect([status, err]).toEqual([1, 'no answer from http://127.0.0.1:1: ECONNREFUSED; does the server run there?\n']);
  });

  it('refuses a token that is too short to be one', async () => {
    await writeFile(tokenFile, 'short\n');
    const { status, err } = await command(['purge', '--all']);
    expect(status).toBe(2);
    expect(err).toMatch(/must hold one token of at least 16 visible ASCII characters/);
  });
});

describe('the commands export and import', () => {
  it('carry curated answers through a file, a purge and back', async () => {
    const file = join(dir, 'faq.jsonl');
    await writeFile(file, `${CURATED}\n`);
    expect(await command(['import', file, '--tag', 'faq'])).toEqual({
      status: 0,
      out: 'imported 1, skipped 0 (expired), refused 0\n',
      err: '',
    });
    const { out } = await command(['export', '--tag', 'faq']);
    expect(JSON.parse(out)).toMatchObject({ text: 'Open on Sundays?', tag: 'faq', policy: 'p' });
    await command(['purge', '--tag', 'faq']);
    expect((await bench.store.stats()).entries).toBe(0);
    expect((await command(['import', '-'], { stdin: Readable.from([out]) })).status).toBe(0);
    expect((await command(['export'])).out).toBe(out);
  });

  it('tell which lines are refused: exit status 1', async () => {
    const stdin = Readable.from([`${'no json\n'.repeat(22)}${CURATED}\n`]);
    const { status, out, err } = await command(['import', '-'], { stdin });
    expect([status, out]).toEqual([1, 'imported 1, skipped 0 (expired), refused 22\n']);
    expect(err.split('\n')).toEqual([
      ...Array.from({ length: 20 }, (_, i) => `line ${i + 1}: not JSON`),
      'and 2 more',
      '',
    ]);
  });

  it('say in a line that there is no such file', async () => {
    const { status, err } = await command(['import', join(dir, 'nothing')]);
    expect(status).toBe(1);
    expect(err).toMatch(/nothing: cannot be read: ENOENT/);
  });

  it('say that an output is not complete when the server breaks off', async () => {
    const broken: Server = createServer((_request, response) => {
      response.writeHead(200);
      response.write('{"id":"a"}\n', () => response.destroy());
    });
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const { port } = broken.address() as AddressInfo;
    const { status, err, out } = await command(['export', '--admin', `http://127.0.0.1:${port}`]);
    broken.close();
    expect([status, out]).toEqual([1, '{"id":"a"}\n']);
    expect(err).toBe('the server broke off: the output is not complete\n');
  });

  it('write no faster than their reader reads, and stop when it goes away', async () => {
    await hold(
      Array.from({ length: 400 }, (_, i) => `e${i}`),
      { completion: { form: 'json', body: Buffer.alloc(50_000, 'x'), usage: undefined }, expiresAt: NOW + 60_000 },
    );
    let waiting = 0;
    let most = 0;
    let written = 0;
    const write: PipedProcess['write'] = async () => {
      waiting += 1;
      most = Math.max(most, waiting);
      await new Promise(setImmediate);
      waiting -= 1;
      written += 1;
      if (written === 5) throw new Error('write EPIPE');
    };
    const { status, err } = await command(['export'], { write });
    expect([status, err, most, written]).toEqual([1, 'standard output: write EPIPE\n', 1, 5]);
  });
});
