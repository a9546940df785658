import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../harness/project-root';

export const USAGE = `usage: npm run quickstart -- [--once] [--json] [--port N] [--delay MS] [--state DIR]
  --once       end after the tour: exit 0 when every row was as expected, 1 otherwise
  --json       a line of JSON for each row on stdout instead of the table
  --port N     where Envoy listens (default 10000, or a free port when that is taken)
  --delay MS   how long the sample upstream takes for an answer (default 900)
  --state DIR  store, written configurations and logs (default .cache/quickstart in the checkout)`;

export interface QuickstartOptions {
  readonly once: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly port: number | undefined;
  readonly delayMs: number;
  readonly stateDir: string;
}

/** @throws Error that says what is wrong with the flags. */
export function quickstartOptions(args: string[]): QuickstartOptions {
  const { values } = parseArgs({
    args,
    options: {
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      port: { type: 'string' },
      delay: { type: 'string', default: '900' },
      state: { type: 'string', default: join(projectRoot(), '.cache', 'quickstart') },
    },
  });
  return {
    once: values.once,
    json: values.json,
    help: values.help,
    port: values.port === undefined ? undefined : whole('--port', values.port, 65_535),
    delayMs: whole('--delay', values.delay, 60_000),
    stateDir: resolve(values.state),
  };
}

function whole(flag: string, text: string, most: number): number {
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`${flag} ${text}: must be a whole number from 0 to ${most}`);
}
