import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface QuickstartRun {
  readonly code: number;
  /** Lines. */
  readonly stdout: readonly string[];
  readonly stderr: string;
}

/** Runs the quickstart to its end, with a fast sample upstream. */
export function quickstart(stateDir: string, ...flags: readonly string[]): Promise<QuickstartRun> {
  const main = join(__dirname, '../../tools/quickstart/main.js');
  return new Promise((resolve) => {
    execFile(process.execPath, [main, '--state', stateDir, '--delay', '100', ...flags], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout: stdout.trimEnd().split('\n'), stderr });
    });
  });
}
