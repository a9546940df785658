import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFree } from '../../tools/harness/ports';
import { startProcess, type RunningProcess } from '../../tools/harness/processes';
import { TOUR } from '../../tools/quickstart/tour';
import { quickstart } from '../support/quickstart';

describe('npm run quickstart', () => {
  let state: string;
  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), 'lsc-'));
  });
  afterAll(() => rm(state, { recursive: true, force: true }));

  it('--once --json walks the tour as expected, a JSON line a row, and exits with 0', async () => {
    const { code, stdout, stderr } = await quickstart(state, '--once', '--json');
    const rows = stdout.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.filter(({ asExpected }) => asExpected !== true)).toEqual([]);
    expect(rows.map(({ verdict, reason }) => `${String(verdict)} ${String(reason)}`)).toEqual(
      TOUR.map(({ expected }) => `${expected.verdict} ${expected.reason}`),
    );
    expect(stderr).toMatch(/spared 4 calls, [1-9]\d* tokens/);
    expect(code).toBe(0);
  });

  it('finds the entries of the run before at its second start, and the tour still comes out as expected', async () => {
    const { code, stdout } = await quickstart(state, '--once');
    expect(stdout.join('\n')).toMatch(/held [1-9]\d* entries of older runs .* asked again: HIT exact, \d+ s old/);
    expect(code).toBe(0);
  });

  it('stays up until Ctrl-C and then leaves nothing running', async () => {
    const running = await startQuickstart(state);
    const open = await running.line((line) => line.includes('curl -si'));
    await running.line((line) => line.includes('Running until Ctrl-C'));
    // Ends with 1 when a row of the tour was wrong: say which.
    expect(running.tail()).not.toContain('NOT AS EXPECTED');
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(open)?.[1]);
    expect(await isFree(port)).toBe(false);
    running.kill('SIGINT');
    expect(await running.exited).toBe('ended with code 0');
    expect(await isFree(port)).toBe(true);
  });
});

function startQuickstart(state: string): Promise<RunningProcess> {
  return startProcess({
    name: 'quickstart',
    command: process.execPath,
    args: [join(__dirname, '../../tools/quickstart/main.js'), '--state', state, '--delay', '100'],
    logFile: join(state, 'quickstart.log'),
  });
}
