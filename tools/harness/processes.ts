import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface ProcessSpec {
  /** What people call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Gets all that it prints. */
  readonly logFile: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it has ended, with how, in words. */
  readonly exited: Promise<string>;
  /** Its last lines of output, for an error message. */
  readonly tail: () => string;
  /** Resolves with the first line of output that matches, past or to come. */
  line(matches: (line: string) => boolean): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL if it is still there after a grace period; resolves when it is gone. */
  stop(): Promise<void>;
}

const TAIL_LINES = 20;
const GRACE_MS = 10_000;

const alive = new Set<ChildProcess>();
// Whatever ends this process, its children go with it.
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/**
 * Starts a process in a process group of its own, so that Ctrl-C reaches only us and we stop the parts in order.
 * @throws Error when it cannot be started at all.
 */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  const child = spawn(spec.command, spec.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...spec.env },
    ...(spec.cwd !== undefined && { cwd: spec.cwd }),
  });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve).once('error', reject);
  });
  alive.add(child);
  const output = recordOutput(child, spec.logFile);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      alive.delete(child);
      resolve(signal === null ? `ended with code ${code ?? 0}` : `was ended by ${signal}`);
    });
  });
  const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
  return {
    name: spec.name,
    pid: child.pid ?? 0,
    exited,
    ...output,
    kill,
    stop: () => stop({ exited, kill }),
  };
}

/**
 * Waits for a process to be ready.
 * @throws Error with its last lines of output when it ends first, or is not ready in time.
 */
export async function readiness<T>(process: RunningProcess, ready: Promise<T>, ms = 30_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const failed = (how: string): never => {
    throw new Error(`${process.name} ${how}. Its last lines:\n${process.tail()}`);
  };
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    return await Promise.race([
      ready,
      process.exited.then((how) => failed(`${how} before it was ready`)),
      late.then(() => failed(`was not ready after ${ms} ms`)),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function recordOutput(child: ChildProcess, logFile: string): Pick<RunningProcess, 'tail' | 'line'> {
  const log = createWriteStream(logFile);
  const tail: string[] = [];
  const listeners = new Set<(line: string) => void>();
  const heard = (line: string): void => {
    log.write(`${line}\n`);
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
    for (const listener of listeners) listener(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface(stream).on('line', heard);
  }
  child.once('close', () => {
    log.end();
  });
  return {
    tail: () => tail.join('\n'),
    line: (matches) =>
      new Promise((resolve) => {
        const found = tail.find(matches);
        if (found !== undefined) resolve(found);
        listeners.add((line) => {
          if (matches(line)) resolve(line);
        });
      }),
  };
}

async function stop({ exited, kill }: Pick<RunningProcess, 'exited' | 'kill'>): Promise<void> {
  kill('SIGTERM');
  const timer = setTimeout(() => {
    kill('SIGKILL');
  }, GRACE_MS);
  await exited;
  clearTimeout(timer);
}
