import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../core/clock';
import { formatDuration } from '../core/units';
import { ask, type Page } from './http';
import { CommandError } from './command-error';
import { EXIT } from './exit-status';
import { durationFlag } from './flag-values';
import { readFlags, wrongUsage, type FlagValues } from './flags';
import type { Process } from './process';
import { drainEnvoySpec } from './specs/drain-envoy';
import { urlOf } from './urls';

const LOOK_EVERY_MS = 250;
/** Nothing under way and nothing new for this long is the end: clients that are told to leave come back for a while. */
const QUIET_MS = 500;

interface Plan {
  /** Of Envoy's admin. */
  readonly base: string;
  /** How long Envoy serves on in any case: until then there may be clients that know of no other. */
  readonly settleMs: number;
  /** How long it may take for the rest to end, from the beginning. */
  readonly withinMs: number;
}

/**
 * Lets an Envoy drain, and end. The exit status is 0 whatever comes of it, so that as a hook it is in nobody's way.
 *
 * `/healthcheck/fail` is what drains: at once all answers carry `connection: close` or GOAWAY, and new connections are taken
 * all the same. `/drain_listeners?graceful` does so little by little over `--drain-time-s` (10 minutes) and then takes
 * no connections (Envoy 1.37 and 1.40).
 */
export async function drainEnvoy(args: readonly string[], host: Process): Promise<number> {
  const { values } = readFlags(args, drainEnvoySpec);
  const plan = planOf(values);
  const json = values['json'] === true;
  try {
    const drained = await drain(plan, (line) => {
      if (!json) host.print(line);
    });
    if (json) host.print(JSON.stringify(drained));
  } catch (error) {
    const why = `${(error as Error).message}; Envoy is left as it is`;
    host.printError(json ? JSON.stringify({ error: why }) : why);
  }
  return EXIT.well;
}

function planOf(values: FlagValues): Plan {
  const base = urlOf('admin', values['admin'], 'http://127.0.0.1:9902');
  const withinMs = durationFlag(values, 'within', '25s') ?? 25_000;
  const settleMs = durationFlag(values, 'settle', '25s') ?? Math.min(5000, withinMs);
  if (settleMs <= withinMs) return { base, settleMs, withinMs };
  throw wrongUsage(drainEnvoySpec, '--settle must not be longer than --within');
}

/** What became of it. */
interface Drained {
  /** `false`: Envoy was left as it is. */
  readonly ended: boolean;
  readonly seconds: number;
  /** Requests under way at the end. */
  readonly active: number;
}

async function drain({ base, settleMs, withinMs }: Plan, say: (line: string) => void): Promise<Drained> {
  const start = systemClock.monotonic();
  const spent = (): number => systemClock.monotonic() - start;
  const seconds = (): number => Number((spent() / 1000).toFixed(1));
  await post(base, '/healthcheck/fail');
  say(`${base}: Envoy drains`);
  await pause(settleMs);
  const left = await untilQuiet(base, () => spent() + LOOK_EVERY_MS > withinMs);
  if (left !== undefined) {
    say(`not quiet after ${formatDuration(withinMs)} (under way: ${left.active}): Envoy is left as it is`);
    return { ended: false, seconds: seconds(), active: left.active };
  }
  await post(base, '/quitquitquit');
  say(`nothing is under way after ${seconds().toFixed(1)} s: Envoy ends`);
  return { ended: true, seconds: seconds(), active: 0 };
}

/** What was last seen, when it is late before it is quiet. */
async function untilQuiet(base: string, late: () => boolean): Promise<Traffic | undefined> {
  let quietMs = 0;
  let before = await traffic(base);
  while (quietMs < QUIET_MS) {
    if (late()) return before;
    await pause(LOOK_EVERY_MS);
    const now = await traffic(base);
    quietMs = now.active === 0 && now.total === before.total ? quietMs + LOOK_EVERY_MS : 0;
    before = now;
  }
  return undefined;
}

interface Traffic {
  /** Requests of clients under way. */
  readonly active: number;
  /** Requests of clients since Envoy's start. */
  readonly total: number;
}

const ACTIVE = /^http\.(?!admin\.).*\.downstream_rq_active$/;
const TOTAL = /^http\.(?!admin\.).*\.downstream_rq_total$/;

/** Of all listeners but the admin's, on which we ask. */
async function traffic(base: string): Promise<Traffic> {
  const url = `${base}/stats?format=json&filter=downstream_rq_(active|total)`;
  const { stats } = JSON.parse(accepted(url, await ask(url))) as {
    readonly stats: readonly { readonly name: string; readonly value: number }[];
  };
  const sum = (wanted: RegExp): number =>
    stats.filter(({ name }) => wanted.test(name)).reduce((total, { value }) => total + value, 0);
  return { active: sum(ACTIVE), total: sum(TOTAL) };
}

async function post(base: string, path: string): Promise<void> {
  accepted(`${base}${path}`, await ask(`${base}${path}`, { method: 'POST' }));
}

/** The page's text. @throws CommandError when it says that this is no admin of Envoy's */
function accepted(url: string, { status, body }: Page): string {
  if (status === 200) return body;
  throw new CommandError(`${url} answered ${status}: is it Envoy's admin?`, 1);
}
