import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import type { Answer } from '../../tools/harness/exchange';
import { freePort } from '../../tools/harness/ports';
import { startPrometheus, type PrometheusServer } from '../../tools/harness/prometheus';
import { until } from '../../tools/harness/waiting';
import { BOUNDED_POLICY } from '../support/bounded-policy';
import { compressedRules } from '../support/compressed-rules';
import { rewordings } from '../support/rewordings';
import { MAIN } from '../support/server';
import { startStack, type Stack } from '../support/stack';

const RULES = join(process.cwd(), 'deploy', 'prometheus', 'rules.yaml');
/** Says something else than the upstream does otherwise. */
const OTHERWISE = { 'x-script': 'twoChoices' };
const FIRED_MS = 75_000;

/**
 * A real Prometheus evaluates the shipped rules, with all times divided (compressed-rules.ts), over three real servers behind real Envoys, each with
 * troubles of its own; each alert fires for the server that has the trouble, and for no other.
 */
describe('the alerts', () => {
  let dir: string;
  let prometheus: PrometheusServer;
  /** Embedded store: traffic that changes, false hits, a wrong configuration, nobody sweeps, nobody reads the log. */
  let troubled: Stack;
  /** Its shared store is away, and its memory for copies of answers is tiny. */
  let storeless: Stack;
  /** Its installation lacks a file. */
  let broken: Stack;
  const stops: (() => Promise<unknown>)[] = [];
  /** Job and alert, of all that were seen to fire. */
  const seen = new Set<string>();

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    stops.push(() => rm(dir, { recursive: true }));
    const kept = async (starting: Promise<Stack>): Promise<Stack> => {
      const stack = await starting;
      stops.push(() => stack.stop());
      return stack;
    };
    // The one after the other: a busy machine may give one of several too little time.
    troubled = await kept(startTroubled());
    storeless = await kept(startStoreless(dir));
    broken = await kept(startBroken(dir));
    const rules = join(dir, 'rules.yaml');
    await writeFile(rules, compressedRules(await readFile(RULES, 'utf8')));
    const jobs = { troubled: adminOf(troubled), storeless: adminOf(storeless), broken: adminOf(broken) };
    prometheus = await startPrometheus({ dir, jobs, rules });
    stops.push(() => prometheus.stop());
  });
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  async function fired(job: string, alert: string): Promise<void> {
    await until(
      `${alert} of ${job}`,
      async () => {
        for (const { job: of = '', alertname = '' } of await prometheus.firing()) seen.add(`${of} ${alertname}`);
        return seen.has(`${job} LlmSemanticCache${alert}`) || undefined;
      },
      FIRED_MS,
    );
  }

  it('fire for what causes them, and for nothing else', async () => {
    const traffic = steadyTraffic();
    try {
      const found = await Promise.allSettled([
        theHitRateDrops(traffic),
        theBoundIsExceeded(),
        theConfigurationIsWrong(),
        nobodySweeps(),
        fired('troubled', 'LogLinesDropped'),
        ...['StoreBreakerOpen', 'LookupsGivenUp', 'AnswersDropped'].map((alert) => fired('storeless', alert)),
        ...['StreamsFailing', 'FailuresGrowing'].map((alert) => fired('broken', alert)),
      ]);
      expect(found.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))).toEqual([]);
    } finally {
      await traffic.end();
    }
    const { groups } = parse(await readFile(RULES, 'utf8')) as { groups: { rules: { alert?: string }[] }[] };
    const alerts = groups.flatMap(({ rules }) => rules).flatMap(({ alert }) => alert ?? []);
    expect([...new Set([...seen].map((each) => each.split(' ')[1]))].sort()).toEqual([...alerts].sort());
    // A store that is away makes failures too, and lookups may be given up on any machine that is busy.
    const also = /(FailuresGrowing|LookupsGivenUp)$/;
    expect([...seen].filter((each) => !also.test(each))).toHaveLength(alerts.filter((each) => !also.test(each)).length);
  }, 120_000);

  /** Calls to all three servers, until it is ended. */
  function steadyTraffic(): { readonly drop: () => void; readonly end: () => Promise<void> } {
    let dropped = false;
    let ended = false;
    const loop = async (call: () => Promise<unknown>, pauseMs: number): Promise<void> => {
      while (!ended) {
        await call();
        await pause(pauseMs);
      }
    };
    // A client that wants none of the cache: the calls are looked up no more.
    const steady = (): Promise<Answer> =>
      troubled.ask({
        text: 'What is asked all day long?',
        path: '/steady/v1/chat/completions',
        headers: dropped ? { 'cache-control': 'no-cache' } : {},
      });
    const large = 'Much text. '.repeat(10_000);
    const loops = [
      ...Array.from({ length: 3 }, () => loop(steady, 5)),
      loop(() => storeless.ask({ text: 'Is anybody there?' }), 100),
      loop(() => broken.ask({ text: large }), 100),
    ];
    return {
      drop: () => (dropped = true),
      end: async () => {
        ended = true;
        await Promise.all(loops);
      },
    };
  }

  async function theHitRateDrops(traffic: { readonly drop: () => void }): Promise<void> {
    const past = 'max_over_time(job_policy:llm_semantic_cache_lookups:increase30m{policy="steady"}[10s]) > 100';
    await until('a past', async () => (await prometheus.query(past)).length > 0 || undefined, FIRED_MS);
    traffic.drop();
    await fired('troubled', 'HitRateDropped');
  }

  /** It serves, is wrong, stops, and serves again although it was mostly wrong when it was checked. */
  async function theBoundIsExceeded(): Promise<void> {
    const texts = rewordings();
    const compared = async (): Promise<number> => {
      const { sum } = await troubled.server.metrics();
      return ['same', 'different'].reduce(
        (all, outcome) => all + sum('llm_semantic_cache_checks_total', { outcome }),
        0,
      );
    };
    const ask = async (headers: Readonly<Record<string, string>> = {}): Promise<void> => {
      const before = await compared();
      const { reason = '' } = await troubled.askAndKeep({ text: texts.next().value, headers });
      if (['check', 'threshold-learning'].includes(reason))
        await until('the comparison', async () => (await compared()) > before || undefined);
    };
    // As of now: what is right after it serves again would tell in its favour.
    const threshold = async (): Promise<number> =>
      (await troubled.server.metrics()).sum('llm_semantic_cache_score_threshold', { policy: 'test' });
    const askUntil = (what: string, holds: (at: number) => boolean, headers = {}): Promise<true> =>
      until(
        what,
        async () => {
          if (holds(await threshold())) return true;
          await ask(headers);
          return undefined;
        },
        FIRED_MS,
      );
    // Not known before the first lookup.
    await ask();
    // To and fro: of all that was checked while it served, little was right.
    for (const turn of ['at first', 'once more']) {
      await askUntil(`serving ${turn}`, (at) => at > 0 && at < 2);
      const serves = 'llm_semantic_cache_score_threshold{policy="test"} < 2';
      await until('a scrape', async () => (await prometheus.query(serves)).length > 0 || undefined);
      await askUntil(`the end of serving ${turn}`, (at) => at === 2, OTHERWISE);
    }
    await fired('troubled', 'SemanticHitsStopped');
    await askUntil('serving again', (at) => at < 2);
    await fired('troubled', 'FalseHitBoundExceeded');
  }

  async function nobodySweeps(): Promise<void> {
    await troubled.askAndKeep({ text: 'What is true for a second only?', path: '/brief/v1/chat/completions' });
    await fired('troubled', 'SweepLag');
  }

  async function theConfigurationIsWrong(): Promise<void> {
    // From 0 on: of a counter that begins with 1, nobody sees the growth.
    const before = 'llm_semantic_cache_config_reloads_total{job="troubled",of="configuration",result="refused"} == 0';
    await until('the first scrape', async () => (await prometheus.query(before)).length > 0 || undefined);
    await troubled.server.writeConfig('policies: [{ name: test, lookup: { scoreThreshold: 7 } }]');
    await Promise.all(['PolicyProblems', 'ReloadRefused'].map((alert) => fired('troubled', alert)));
  }
});

function adminOf({ server }: Stack): string {
  return new URL(server.adminUrl).host;
}

function startTroubled(): Promise<Stack> {
  const steady = {
    name: 'steady',
    match: { paths: ['/steady'] },
    lookup: { scoreThreshold: 0.1 },
    store: { ttl: 3600 },
  };
  const brief = { name: 'brief', match: { paths: ['/brief'] }, lookup: { scoreThreshold: 0.1 }, store: { ttl: 1 } };
  // What it prints after it has said that it is ready is read by nobody, as long as it lives.
  const unread = `exec "$@" > >(sed --unbuffered '/"msg":"ready"/q'; tail --pid=$$ -f /dev/null)`;
  return startStack({
    config: { policies: [steady, brief, BOUNDED_POLICY], sweeper: { interval: '24h' } },
    under: () => ['bash', '-c', unread, 'bash'],
  });
}

async function startStoreless(dir: string): Promise<Stack> {
  const key = join(dir, 'partition.key');
  await writeFile(key, Buffer.alloc(32, 7));
  const nodes = [`http://127.0.0.1:${await freePort()}`];
  return startStack({
    config: {
      store: { kind: 'elasticsearch', nodes, 'partition-key-file': key },
      limits: { 'capture-memory': '1KiB' },
    },
  });
}

/** Runs a copy of the program, which has everything but the file of the thread that reads large bodies. */
async function startBroken(dir: string): Promise<Stack> {
  const root = dirname(dirname(dirname(MAIN)));
  const copy = join(dir, 'copy');
  await mkdir(copy);
  await cp(join(root, 'dist', 'src'), join(copy, 'dist', 'src'), { recursive: true });
  for (const name of ['node_modules', 'package.json']) await symlink(join(process.cwd(), name), join(copy, name));
  await rm(join(copy, 'dist', 'src', 'dialects', 'codec-worker.js'));
  const main = join(copy, 'dist', 'src', 'main.js');
  return startStack({ under: () => ['bash', '-c', 'exec "$1" "$0" "${@:3}"', main] });
}
