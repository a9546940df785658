import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reached, type Metric } from '../../tools/harness/metrics';
import { send, type Answer } from '../../tools/harness/exchange';
import { until } from '../../tools/harness/waiting';
import { startEnvoy, type Envoy, type EnvoyOptions } from './envoy';
import { startServer, type Server, type ServerOptions } from './server';
import { startUpstream, type Upstream } from './upstream';

export interface StackOptions {
  readonly listen?: 'tcp' | 'unix';
  readonly version?: EnvoyOptions['version'];
  /** Of Envoy's configuration, when it is not the one for `listen`. */
  readonly template?: EnvoyOptions['template'];
  /** Top-level sections of the server's configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** A command to run the server under. */
  readonly under?: ServerOptions['under'];
}

/** A client's view of Envoy, and the three processes behind it. */
export interface Stack {
  readonly envoy: Envoy;
  readonly server: Server;
  readonly upstream: Upstream;
  /** Sends a chat completion call and reads the whole answer. */
  ask(call: Ask): Promise<Answer>;
  /** Like `ask`, and when the answer is being kept waits until it is. */
  askAndKeep(call: Ask): Promise<Answer>;
  /**
   * Verdict and reason for a call that is not to go upstream, such as "hit exact" or "miss no-entry". Asked again while a busy
   * machine leaves no time for the decision, or the store has not recovered from that.
   */
  decision(call: Ask): Promise<string>;
  stop(): Promise<void>;
}

export interface Ask {
  readonly text: string;
  /** More fields of the request body. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the call goes, with query; Chat Completions' usual path if not given. */
  readonly path?: string;
}

/** Starts upstream, server and Envoy for one test file. */
export async function startStack({
  listen = 'tcp',
  version,
  template = listen === 'unix' ? 'envoy-uds.yaml' : 'envoy.yaml',
  config,
  under,
}: StackOptions = {}): Promise<Stack> {
  const dir = await mkdtemp(join(tmpdir(), 'lsc-'));
  const stops: (() => Promise<void>)[] = [() => rm(dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const each of stops.reverse()) await each();
  };
  try {
    const upstream = await startUpstream();
    stops.push(upstream.stop);
    const server = await startServer({ dir, listen, ...(config && { config }), ...(under && { under }) });
    stops.push(server.stop);
    const envoy = await startEnvoy({
      template,
      cache: server.address,
      upstream: upstream.address,
      dir,
      ...(version !== undefined && { version }),
    });
    stops.push(envoy.stop);
    return { envoy, server, upstream, stop, ...asking(envoy, server) };
  } catch (error) {
    await stop();
    throw error;
  }
}

const LATE = ['budget-spent', 'store-error', 'store-unavailable'];

/** Calls through an Envoy with the server behind it, however both were started. */
export function asking(
  envoy: Pick<Envoy, 'url'>,
  server: Pick<Server, 'adminUrl' | 'metrics'>,
): Pick<Stack, 'ask' | 'askAndKeep' | 'decision'> {
  const ask = (call: Ask): Promise<Answer> =>
    send({
      url: `${envoy.url}${call.path ?? '/v1/chat/completions'}`,
      headers: { authorization: 'Bearer sk-test', ...call.headers },
      body: bodyOf(call),
    });
  return {
    ask,
    decision: (call) =>
      until('a decision', async () => {
        const headers = { ...call.headers, 'cache-control': 'only-if-cached' };
        const { verdict, reason = '' } = await ask({ ...call, headers });
        return verdict === 'untouched' || LATE.includes(reason) ? undefined : `${verdict} ${reason}`;
      }),
    askAndKeep: async (call) => {
      const before = await stored(server);
      const answer = await ask(call);
      if (answer.stored) await reached(server.adminUrl, STORED, before + 1);
      return answer;
    },
  };
}

export function bodyOf({ text, fields }: Ask): string {
  return JSON.stringify({ model: 'test-model', messages: [{ role: 'user', content: text }], ...fields });
}

/** The metric of answers that were kept. */
export const STORED: Metric = ['llm_semantic_cache_store_total', { outcome: 'stored' }];

/** Answers that the server has kept since its start. */
export async function stored(server: Pick<Server, 'metrics'>): Promise<number> {
  return (await server.metrics()).sum(...STORED);
}

/** Answers that the server has finished with, kept or not. */
export async function settled(server: Server): Promise<number> {
  return (await server.metrics()).sum('llm_semantic_cache_store_total');
}
