import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface CommandOptions {
  /** What it reads on stdin; nothing if not given. */
  readonly input?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a command that has ended left behind. */
export interface Output {
  /** The command line, for people. */
  readonly command: string;
  /** Exit code; 128 when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, however that is. @throws Error when it cannot be started at all. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { input = '', env }: CommandOptions = {},
): Promise<Output> {
  const child = spawn(command, args, { env: { ...process.env, ...env } });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      resolve(code ?? 128);
    });
  });
  // A command that ends without reading is judged by its exit code, not by the broken pipe.
  child.stdin.on('error', () => undefined).end(input);
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { command: [command, ...args].join(' '), code, stdout, stderr };
}

/** What a command printed on stdout. @throws Error with what it said when it failed. */
export function printed({ command, code, stdout, stderr }: Output): string {
  if (code === 0) return stdout;
  throw new Error(`${command}: ended with code ${code}\n${stderr.trim() || stdout.trim()}`);
}

/** Runs a command that is to succeed, and gives what it printed on stdout. @throws Error as runCommand and printed. */
export async function succeed(command: string, args: readonly string[], options?: CommandOptions): Promise<string> {
  return printed(await runCommand(command, args, options));
}
