import { readiness, startProcess, type RunningProcess } from './processes';

export interface ServerSpec {
  /** Compiled entry point, dist/src/main.js. */
  readonly main: string;
  readonly config: string;
  readonly logFile: string;
  /** A command that runs the rest of its arguments as a command, such as `nice`. */
  readonly under?: readonly string[];
}

/** Starts llm-semantic-cache; resolves when it serves. @throws Error with its last lines when it does not come up. */
export async function startServer({ main, config, logFile, under = [] }: ServerSpec): Promise<RunningProcess> {
  const serve = [process.execPath, main, 'serve', '--config', config] as const;
  const [command, ...args] = [...under, ...serve];
  const server = await startProcess({ name: 'llm-semantic-cache', command, args, logFile });
  try {
    await readiness(server, server.line(saysReady));
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** A JSON log line with `"msg":"ready"`. */
export function saysReady(line: string): boolean {
  return /"msg":\s*"ready"/.test(line);
}
