import { spawn, spawnSync } from 'node:child_process';
import { until } from '../../tools/harness/waiting';

/** Runs argv in a pseudo terminal of LINES x COLUMNS; what it gets on stdin is typed; SIGUSR1 makes it AFTER_LINES x AFTER_COLUMNS. */
const IN_A_TERMINAL = `
import fcntl, os, pty, select, signal, struct, sys, termios
def size(prefix): return struct.pack('HHHH', int(os.environ[prefix + 'LINES']), int(os.environ[prefix + 'COLUMNS']), 0, 0)
before, after = size('PTY_'), size('PTY_AFTER_')
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, before)
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, before)
signal.signal(signal.SIGUSR1, lambda *_: fcntl.ioctl(terminal, termios.TIOCSWINSZ, after))
watched = [terminal, 0]
while True:
    ready, _, _ = select.select(watched, [], [])
    if terminal in ready:
        try: data = os.read(terminal, 65536)
        except OSError: data = b''
        if not data: break
        os.write(1, data)
    if 0 in ready:
        typed = os.read(0, 4096)
        if typed: os.write(terminal, typed)
        else: watched.remove(0)
quit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
`;

const hasPython = spawnSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode']).status === 0;
if (!hasPython) console.warn('python3 is missing: what a terminal shows is NOT tested here');

/** Skips where there is no Python to make a terminal; in CI the test runs and fails. */
export const itNeedsTerminal = hasPython || process.env['CI'] ? it : it.skip;

export interface Terminal {
  /** All that was written to it until now, control sequences included. */
  written(): string;
  /** Resolves to all that was written once that matches. */
  shows(pattern: RegExp): Promise<string>;
  type(text: string): void;
  /** Changes to `after`. */
  resize(): void;
  /** Resolves to the exit status of what ran in it. */
  readonly ended: Promise<number>;
  /** Hangs up; for a test that failed halfway. */
  stop(): void;
}

export interface TerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Columns and lines. */
  readonly size?: readonly [number, number];
  readonly after?: readonly [number, number];
}

/** Of the surroundings in which tests run, what would change what a terminal shows. */
const PLAIN = { NO_COLOR: '', CI: '', TERM: 'xterm-256color' };

/** Runs a command in a pseudo terminal. */
export function inTerminal(
  argv: readonly string[],
  { env, size = [80, 24], after = size }: TerminalOptions = {},
): Terminal {
  const sizes = {
    PTY_COLUMNS: String(size[0]),
    PTY_LINES: String(size[1]),
    PTY_AFTER_COLUMNS: String(after[0]),
    PTY_AFTER_LINES: String(after[1]),
  };
  const child = spawn('python3', ['-c', IN_A_TERMINAL, ...argv], {
    env: { ...process.env, ...PLAIN, ...sizes, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      resolve(code ?? 128);
    });
  });
  return {
    written: () => text,
    shows: (pattern) =>
      until(`${String(pattern)} in the terminal`, async () => (pattern.test(text) ? text : undefined)),
    type: (typed) => void child.stdin.write(typed),
    resize: () => void child.kill('SIGUSR1'),
    ended,
    stop: () => void child.kill('SIGKILL'),
  };
}

/** The last frame that was drawn from the top of the screen, as lines without control sequences. */
export function lastFrame(written: string): readonly string[] {
  const frame = written.split('\u001b[H').at(-1) ?? '';
  const [shown = ''] = frame.split('\u001b[?1049l');
  // eslint-disable-next-line no-control-regex
  return shown.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '').split(/\r*\n/);
}
