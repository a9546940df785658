import { runCommand } from '../../tools/harness/command';
import { until } from '../../tools/harness/waiting';
import { MAIN } from '../support/server';
import { startStack, type Stack } from '../support/stack';
import { inTerminal, itNeedsTerminal, lastFrame, type Terminal, type TerminalOptions } from '../support/terminal';

const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';

let stack: Stack;
let terminal: Terminal | undefined;
beforeAll(async () => {
  stack = await startStack();
});
afterEach(() => {
  terminal?.stop();
});
afterAll(() => stack.stop());

function top(options?: TerminalOptions): Terminal {
  return (terminal = inTerminal(
    [process.execPath, MAIN, 'top', '--admin', stack.server.adminUrl, '--interval', '200ms'],
    options,
  ));
}

/** The frame in which a line matches. */
function frameWith(shown: Terminal, pattern: RegExp): Promise<readonly string[]> {
  return until(`a frame with ${String(pattern)}`, async () => {
    const lines = lastFrame(shown.written());
    return lines.some((line) => pattern.test(line)) ? lines : undefined;
  });
}

/** A miss that is kept, and a hit. */
async function twoCalls(text: string): Promise<void> {
  await stack.askAndKeep({ text });
  expect(await stack.decision({ text })).toBe('hit exact');
}

describe('top on a terminal', () => {
  itNeedsTerminal('shows what comes through Envoy while it comes, and leaves the terminal as it was', async () => {
    const shown = top({ size: [100, 40] });
    await frameWith(shown, /^lookups +\d+ +\d+ +\d+$/);
    await twoCalls('Which mountain is seen from the town?');
    const frame = await frameWith(shown, /^ {2}exact +[1-9]/);
    expect(frame[0]).toMatch(/^llm-semantic-cache \S+ {2}up .* http:\/\/127\.0\.0\.1:\d+$/);
    expect(frame.join('\n')).toMatch(/\nmisses +no-entry \d/);
    expect(frame.join('\n')).toMatch(/\n {2}upstream +[\d.,]+ +[\d.,]+ +\d/);
    expect(frame.join('\n')).toMatch(/\nhit rate .*[▁▂▃▄▅▆▇█]/);
    shown.type('\u0003');
    expect(await shown.ended).toBe(0);
    const written = shown.written();
    expect(written.split(ENTER)).toHaveLength(2);
    expect(written.trimEnd().endsWith(LEAVE)).toBe(true);
    expect(written).toContain('\u001b[1mllm-semantic-cache');
  });

  itNeedsTerminal('fits the terminal when that becomes smaller, at once', async () => {
    const shown = top({ size: [100, 40], after: [44, 12] });
    await frameWith(shown, /^lookups/);
    shown.resize();
    const frame = await frameWith(shown, /a taller terminal shows/);
    expect(frame).toHaveLength(12);
    expect(frame.filter((line) => line.length > 44)).toEqual([]);
  });

  itNeedsTerminal('has no colour with NO_COLOR', async () => {
    const shown = top({ env: { NO_COLOR: '1' } });
    await frameWith(shown, /^lookups/);
    // eslint-disable-next-line no-control-regex
    expect(shown.written()).not.toMatch(/\u001b\[\d+m/);
  });

  itNeedsTerminal('ends when the terminal is closed', async () => {
    const command = `echo "I am $$"; exec "${process.execPath}" "${MAIN}" top --admin ${stack.server.adminUrl}`;
    const shown = (terminal = inTerminal(['sh', '-c', command]));
    const [, pid = ''] = /I am (\d+)/.exec(await shown.shows(/I am \d+/)) ?? [];
    await frameWith(shown, /^lookups/);
    process.kill(Number(pid), 'SIGHUP');
    expect(await shown.ended).toBe(0);
  });

  itNeedsTerminal('says that the server is away, and goes on when it is back', async () => {
    const shown = top({ size: [100, 40] });
    await frameWith(shown, /^lookups/);
    await stack.server.stop();
    const away = await frameWith(shown, /^no answer from .*; trying again$/);
    expect(away.some((line) => line.startsWith('lookups'))).toBe(true);
    await stack.server.start();
    await until('a frame without the complaint', async () =>
      lastFrame(shown.written()).some((line) => line.endsWith('trying again')) ? undefined : true,
    );
    shown.type('\u0003');
    expect(await shown.ended).toBe(0);
  });
});

describe('top elsewhere', () => {
  it('prints one plain frame', async () => {
    await twoCalls('Which river is seen from the tower?');
    const { code, stdout, stderr } = await runCommand(process.execPath, [
      MAIN,
      'top',
      '--admin',
      stack.server.adminUrl,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^llm-semantic-cache .*\n\n(?:.*\n)+lookups +\d+ +\d+ +\d+\n/);
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/\u001b/);
  });

  itNeedsTerminal('prints one frame with --once, on the screen that is there', async () => {
    terminal = inTerminal([process.execPath, MAIN, 'top', '--once', '--admin', stack.server.adminUrl]);
    expect(await terminal.ended).toBe(0);
    expect(terminal.written()).toMatch(/lookups/);
    expect(terminal.written()).not.toContain(ENTER);
  });

  it('fails in a line when no server is there', async () => {
    const { code, stdout, stderr } = await runCommand(process.execPath, [MAIN, 'top', '--admin', 'http://127.0.0.1:1']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe('no answer from http://127.0.0.1:1: ECONNREFUSED; does the server run there?\n');
  });
});
