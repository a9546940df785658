import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../core/clock';
import { formatDuration, parseDuration } from '../core/units';
import { ask, type Page } from './http';
import { CommandError } from './command-error';
import { readFlags } from './flags';
import type { Process } from './process';
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
  const plan = planOf(args);
  try {
    await drain(plan, host);
  } catch (error) {
    host.printError(`${(error as Error).message}; Envoy is left as it is`);
  }
  return 0;
}

function planOf(args: readonly string[]): Plan {
  const text = { type: 'string' } as const;
  const { values } = readFlags(args, { admin: text, within: text, settle: text });
  const base = urlOf('admin', values['admin'], 'http://127.0.0.1:9902');
  const withinMs = durationOf('within', values['within']) ?? 25_000;
  const settleMs = durationOf('settle', values['settle']) ?? Math.min(5000, withinMs);
  if (settleMs <= withinMs) return { base, settleMs, withinMs };
  throw new CommandError('wrong usage: --settle must not be longer than --within', 2);
}

/** Milliseconds; `undefined` when the flag is not given. */
function durationOf(flag: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const ms = typeof value === 'string' ? parseDuration(value) : undefined;
  if (ms !== undefined) return ms;
  throw new CommandError(`wrong usage: --${flag} must be a duration such as 25s`, 2);
}

async function drain({ base, settleMs, withinMs }: Plan, host: Process): Promise<void> {
  const start = systemClock.monotonic();
  const spent = (): number => systemClock.monotonic() - start;
  await post(base, '/healthcheck/fail');
  host.print(`${base}: Envoy drains`);
  await pause(settleMs);
  const left = await untilQuiet(base, () => spent() + LOOK_EVERY_MS > withinMs);
  if (left !== undefined) {
    host.print(`not quiet after ${formatDuration(withinMs)} (under way: ${left.active}): Envoy is left as it is`);
    return;
  }
  await post(base, '/quitquitquit');
  host.print(`nothing is under way after ${(spent() / 1000).toFixed(1)} s: Envoy ends`);
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
