import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ENVOY_ANSWERS, THROUGH } from '../doctor/asked';
import { ENVOY_GROUP } from '../doctor/envoy/checks';
import { chosenText, readEnvoy } from '../doctor/envoy/read';
import type { ReadConfiguration } from '../doctor/read-configuration';
import { examine, type GroupReport } from '../doctor/report';
import { CommandError } from './command-error';
import { health } from './health';
import { reasonOf, sent } from './http';
import type { PipedProcess } from './process';

/** A TCP or Unix socket of this machine takes a connection in less. */
const CONNECT_MS = 1000;

/** Asks an Envoy, if one is named. */
export async function lookAtEnvoy(
  { envoy, cluster }: { readonly envoy: string | undefined; readonly cluster: string | undefined },
  { settings, needs }: ReadConfiguration,
  wanted: (id: string) => boolean,
): Promise<readonly GroupReport[]> {
  if (envoy === undefined) return [examine(ENVOY_GROUP, { because: '--envoy is not given' }, wanted)];
  const looked = await readEnvoy({
    ask: (path) => pageOf(`${envoy}${path}`),
    listens,
    onThisMachine: ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(envoy).hostname),
    cluster,
    settings,
    needs,
  });
  const problem = 'because' in looked ? looked.because : undefined;
  const note = 'facts' in looked ? { note: chosenText(looked.facts) } : {};
  return [examine(ENVOY_ANSWERS, { facts: { problem } }, wanted), { ...examine(ENVOY_GROUP, looked, wanted), ...note }];
}

/** A large mesh has dumps of many megabytes. */
const PAGE_MS = 20_000;

/** @throws Error saying in a line why there is none */
async function pageOf(url: string): Promise<{ readonly status: number; readonly body: string }> {
  const signal = AbortSignal.timeout(PAGE_MS);
  try {
    const answer = await sent(url, { signal });
    return { status: answer.statusCode ?? 0, body: await text(answer) };
  } catch (error) {
    const why = signal.aborted ? `nothing within ${PAGE_MS / 1000} s` : reasonOf(error);
    throw new Error(`no answer from ${url}: ${why}`, { cause: error });
  }
}

function listens(address: string): Promise<boolean> {
  const colon = address.lastIndexOf(':');
  const where = address.startsWith('unix:')
    ? { path: address.slice('unix:'.length) }
    : { host: address.slice(0, colon).replaceAll(/[[\]]/g, ''), port: Number(address.slice(colon + 1)) };
  return new Promise((resolve) => {
    const socket = connect({ ...where, timeout: CONNECT_MS });
    const settle = (taken: boolean): void => {
      socket.destroy();
      resolve(taken);
    };
    socket
      .once('connect', () => {
        settle(true);
      })
      .once('error', () => {
        settle(false);
      })
      .once('timeout', () => {
        settle(false);
      });
  });
}

/** Sends the call of `health --through`, if a URL is named. */
export async function lookThrough(
  through: string | undefined,
  host: PipedProcess,
  wanted: (id: string) => boolean,
): Promise<readonly GroupReport[]> {
  const [check] = THROUGH.checks;
  if (through === undefined || check === undefined || !wanted(check.id)) {
    return [examine(THROUGH, { because: '--through is not given' }, wanted)];
  }
  return [examine(THROUGH, { facts: { problem: await problemThrough(through, host) } }, wanted)];
}

async function problemThrough(through: string, host: PipedProcess): Promise<string | undefined> {
  const said: string[] = [];
  const print = (line: string): void => void said.push(line);
  try {
    const status = await health(['--through', through], {
      env: host.env,
      stopSignal: () => host.stopSignal(() => undefined),
      print,
      printError: print,
    });
    return status === 0 ? undefined : said.join('; ');
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
}
