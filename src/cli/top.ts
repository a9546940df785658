import { text } from 'node:stream/consumers';
import { adminClient, adminWish, type AskAdmin } from './admin-client';
import { CommandError } from './command-error';
import { EXIT } from './exit-status';
import { durationFlag } from './flag-values';
import { readFlags } from './flags';
import type { Process } from './process';
import { topSpec } from './specs/top';
import { render, type Shown } from './top/frame';
import { showLive } from './top/live';
import { overviewAnswer, type OverviewAnswer } from './top/overview-answer';

const INTERVAL_MS = 2000;
/** Asking more often costs the service something and shows nothing. */
const LEAST_INTERVAL_MS = 100;
/** What an answer may take. */
const TIMEOUT_MS = 3000;
/** Width where no terminal tells one. */
const COLUMNS = 80;

/** Shows the live numbers of a running service. */
export async function top(args: readonly string[], host: Process): Promise<number> {
  const { values, configuration } = readFlags(args, topSpec);
  const intervalMs = Math.max(LEAST_INTERVAL_MS, durationFlag(values, 'interval', '2s') ?? INTERVAL_MS);
  const ask = adminClient({ argv: configuration, env: host.env }, adminWish(values, 'view'));
  if (values['json'] === true) {
    host.print((await answerOf(ask)).trim());
    return EXIT.well;
  }
  const from = ask.base;
  const colour = host.screen !== undefined && (host.env['NO_COLOR'] ?? '') === '';
  if (host.screen === undefined || values['once'] === true) {
    const shown = { from, overview: await overviewOf(ask) };
    for (const line of render(shown, { width: host.columns ?? COLUMNS, height: Infinity, colour })) host.print(line);
    return EXIT.well;
  }
  await showLive(host, host.screen, { look: (last) => looked(ask, from, last), intervalMs, colour });
  return EXIT.well;
}

/** The newest numbers, or the last ones and why there are none. */
async function looked(ask: AskAdmin, from: string, last: Shown | undefined): Promise<Shown> {
  try {
    return { from, overview: await overviewOf(ask) };
  } catch (error) {
    return { from, overview: last?.overview, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** @throws CommandError */
async function overviewOf(ask: AskAdmin): Promise<OverviewAnswer> {
  const { data, error } = overviewAnswer.safeParse(parsed(await answerOf(ask)));
  if (data !== undefined) return data;
  const message = 'what answers does not give an overview of this release; --json shows it as it is';
  throw new CommandError(message, EXIT.failed, { cause: error });
}

/** @throws CommandError */
async function answerOf(ask: AskAdmin): Promise<string> {
  const answer = await ask({ method: 'GET', path: '/overview', signal: AbortSignal.timeout(TIMEOUT_MS) });
  return text(answer).catch((cause: unknown) => {
    throw new CommandError('the server broke off: there is no answer', EXIT.failed, { cause });
  });
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
}
