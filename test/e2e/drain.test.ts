import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fetchModel } from '../../tools/fetch/model';
import { startProcess } from '../../tools/harness/processes';
import { until } from '../../tools/harness/waiting';
import { SLOW_STREAM } from '../support/scripts';
import { ENVOY_VERSIONS } from '../support/envoy';
import { MAIN, runCli } from '../support/server';
import { bodyOf, startStack, type Stack } from '../support/stack';
import { answersOf, failuresOf, startSteadyLoad } from '../support/steady-load';

const STREAM = {
  text: 'What is told until the very end?',
  fields: { stream: true },
  headers: { 'x-script': 'slowStream' },
};

describe.each(ENVOY_VERSIONS)('the command drain-envoy, for Envoy %s', (version) => {
  let stack: Stack;
  beforeEach(async () => {
    stack = await startStack({ listen: 'unix', version });
  });
  afterEach(() => stack.stop());

  const drain = (within: string, settle: string): ReturnType<typeof runCli> =>
    runCli('drain-envoy', '--admin', stack.envoy.adminUrl, '--within', within, '--settle', settle);

  /** Resolves when Envoy has begun to ask clients to leave. */
  const draining = (): Promise<true> =>
    until('an answer that asks to leave', async () => {
      const { headers } = await stack.ask({ text: 'Are you leaving?' });
      return headers.connection === 'close' ? true : undefined;
    });

  it('fails no call, lets a stream end, sends clients away, and ends Envoy when it is quiet', async () => {
    const load = startSteadyLoad(stack, [
      ['hit', () => ({ text: 'Are you leaving?' })],
      ['miss', (n) => ({ text: `What is ${n} and one?` })],
    ]);
    await load.answered(20);
    const session = connect(stack.envoy.url);
    const goaway = once(session, 'goaway');
    const overHttp2 = async (): Promise<unknown> => {
      const call = session.request({ ':method': 'POST', ':path': '/v1/chat/completions' });
      call.end(bodyOf({ text: 'Are you leaving?' }));
      const [headers] = (await once(call, 'response')) as [Record<string, unknown>];
      await call.toArray();
      return headers[':status'];
    };
    expect(await overHttp2()).toBe(200);

    const streaming = stack.ask(STREAM);
    const started = performance.now();
    const command = drain('20s', '1s');
    await draining();
    expect(await overHttp2()).toBe(200);
    await goaway;
    await load.answered(20);
    const calls = await load.stop();

    const stream = await streaming;
    expect([stream.status, stream.body.match(/word\d+/g)?.length]).toEqual([200, SLOW_STREAM.words]);
    expect(stream.body).toMatch(/data: \[DONE\]\n\n$/);
    const { code, stdout } = await command;
    expect(stdout).toMatch(/: Envoy drains\nnothing is under way after \d+\.\d s: Envoy ends\n$/);
    expect(code).toBe(0);
    expect(await stack.envoy.exited()).toBe('ended with code 0');
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(failuresOf(calls)).toEqual([]);
    expect(answersOf(calls).at(-1)?.headers.connection).toBe('close');
  });

  it('leaves Envoy alone when it is not quiet in time', async () => {
    const streaming = stack.ask(STREAM);
    const { code, stdout } = await drain('1s', '0s');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/not quiet after 1s \(under way: 1\): Envoy is left as it is\n$/),
    ]);
    expect((await streaming).body.match(/word\d+/g)).toHaveLength(SLOW_STREAM.words);
    expect((await stack.ask({ text: 'Still there?' })).status).toBe(200);
  });
});

describe('drain-envoy', () => {
  it("is in nobody's way when there is no Envoy", async () => {
    const { code, stderr } = await runCli('drain-envoy', '--admin', 'http://127.0.0.1:1');
    expect([code, stderr]).toEqual([
      0,
      'no answer from http://127.0.0.1:1/healthcheck/fail: ECONNREFUSED; Envoy is left as it is\n',
    ]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no address', [], /--admin must be a URL such as http:\/\/127\.0\.0\.1:9902/],
    ['no duration', ['--admin', 'http://127.0.0.1:1', '--within', 'soon'], /--within must be a duration such as 25s/],
    [
      'too little time',
      ['--admin', 'http://127.0.0.1:1', '--within', '4s', '--settle', '5s'],
      /--settle must not be longer than --within/,
    ],
  ])('says what is wrong with its flags: %s', async (_what, flags, problem) => {
    const { code, stderr } = await runCli('drain-envoy', ...flags);
    expect([code, stderr]).toEqual([2, expect.stringMatching(problem)]);
  });
});

describe('SIGTERM', () => {
  it('ends a service well that is still starting', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    const config = join(dir, 'config.yaml');
    const settings = {
      listen: { address: '127.0.0.1:0' },
      admin: { address: '127.0.0.1:0' },
      embedding: { model: await fetchModel() },
      store: { path: join(dir, 'store') },
    };
    await writeFile(config, stringify(settings));
    const service = await startProcess({
      name: 'llm-semantic-cache',
      command: process.execPath,
      args: [MAIN, 'serve', '--config', config],
      logFile: join(dir, 'log'),
    });
    await service.line((line) => line.includes('"event":"starting"'));
    service.kill('SIGTERM');
    expect(await service.exited).toBe('ended with code 0');
    expect(service.tail()).not.toContain('"event":"ready"');
    await rm(dir, { recursive: true });
  });
});
