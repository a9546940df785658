/** One way to get at a component: its path, or undefined when this way does not apply here. */
export interface Attempt {
  readonly way: string;
  readonly run: () => Promise<string | undefined>;
}

/**
 * The result of the first way that works.
 * @throws Error that lists each way with why it did not work, and then `remedy`.
 */
export async function firstOf(what: string, attempts: readonly Attempt[], remedy: string): Promise<string> {
  const failures: string[] = [];
  for (const { way, run } of attempts) {
    try {
      const path = await run();
      if (path !== undefined) return path;
      failures.push(`${way}: nothing there`);
    } catch (error) {
      failures.push(`${way}: ${reason(error)}`);
    }
  }
  throw new Error(`${what} is missing.\n${failures.map((f) => `  - ${f}`).join('\n')}\n${remedy}`);
}

/** One short line of progress, on stderr so that a command's own output stays clean. */
export function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What a package client printed last, or the error's own words. */
function reason(error: unknown): string {
  const { stderr, message, cause } = error as { stderr?: string; message?: string; cause?: { code?: string } };
  const said = (stderr ?? '').trim() || (message ?? String(error));
  const code = cause?.code === undefined ? '' : ` (${cause.code})`;
  return `${said.split('\n').slice(-2).join(' ').trim()}${code}`.slice(0, 300);
}
