import { reached, type Metric } from '../../tools/harness/metrics';
import { downwardApiFile } from '../support/downward-api';
import { volume, type Volume } from '../support/files';
import { startStack, type Stack } from '../support/stack';
import { answersOf, failuresOf, startSteadyLoad } from '../support/steady-load';

const annotated = (keys: Readonly<Record<string, string>>): string =>
  downwardApiFile({
    'kubernetes.io/config.source': 'api',
    ...Object.fromEntries(Object.entries(keys).map(([key, value]) => [`llm-semantic-cache.io/${key}`, value])),
  });
const reloads = (result: string): Metric => ['llm_semantic_cache_config_reloads_total', { of: 'annotations', result }];
const problems: Metric = ['llm_semantic_cache_policy_problems', { of: 'annotations' }];

interface Shown {
  readonly policies: readonly { readonly name: string; readonly lines: readonly string[] }[];
  readonly annotations: string;
  readonly refused: Readonly<Record<string, { readonly problems: readonly string[]; readonly since: string }>>;
}

describe('annotations of a pod', () => {
  let pod: Volume;
  let stack: Stack;
  beforeAll(async () => {
    pod = volume('annotations', annotated({ duration: '1h' }));
    stack = await startStack({ config: { policies: undefined, annotations: { file: pod.file } } });
  });
  afterAll(async () => {
    await stack.stop();
    pod.remove();
  });

  const shown = async (): Promise<Shown> => (await (await fetch(`${stack.server.adminUrl}/policies`)).json()) as Shown;
  let applied = 0;
  const publish = async (keys: Readonly<Record<string, string>>): Promise<void> => {
    pod.publish(annotated(keys));
    await reached(stack.server.adminUrl, reloads('applied'), ++applied);
  };
  /** Seconds that a new answer is kept. */
  async function durationOf(text: string): Promise<number> {
    await stack.askAndKeep({ text });
    const { headers } = await stack.ask({ text });
    return Number(/ttl=(\d+)/.exec(String(headers['cache-status']))?.[1]);
  }

  it('say how its calls are cached, and change that while it runs', async () => {
    expect(await durationOf('How long is this kept at first?')).toBeGreaterThan(600);
    await publish({ duration: '60' });
    expect(await durationOf('And how long is that kept after the change?')).toBeLessThanOrEqual(60);
  });

  it('when wrong leave the old policy in force, the server ready, and say what is wrong and since when', async () => {
    pod.publish(annotated({ duration: '60', 'score-treshold': '0.1' }));
    await reached(stack.server.adminUrl, reloads('refused'), 1);
    await reached(stack.server.adminUrl, problems, 1);
    expect((await shown()).refused['annotations']).toEqual({
      problems: [expect.stringMatching(/^llm-semantic-cache\.io\/score-treshold: .*did you mean .*score-threshold/)],
      since: expect.stringMatching(/^\d{4}-/) as string,
    });
    expect((await fetch(`${stack.server.adminUrl}/readyz`)).status).toBe(200);
    expect(await durationOf('Which river flows past the castle of the weavers?')).toBeLessThanOrEqual(60);

    await publish({ duration: '120' });
    expect((await shown()).refused).toEqual({});
    expect((await stack.server.metrics()).sum(...problems)).toBe(0);
  });

  it('may hold a whole custom resource, or an Azure document', async () => {
    const spec = { lookup: { similarity: 0.9 }, store: { ttl: '5m' } };
    await publish({
      policy: JSON.stringify({
        apiVersion: 'llm-semantic-cache.io/v1',
        kind: 'SemanticCachePolicy',
        metadata: { name: 'from-resource' },
        spec,
      }),
    });
    const first = await stack.askAndKeep({ text: 'Which policy is this?' });
    expect(first.headers['x-semantic-cache-policy']).toBe('from-resource');

    const xml = `<policies>
  <inbound><llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e"><vary-by>@(context.Request.Headers.GetValueOrDefault("x-tenant",""))</vary-by></llm-semantic-cache-lookup></inbound>
  <outbound><llm-semantic-cache-store duration="45" /></outbound>
</policies>`;
    await publish({ 'policy-xml': xml });
    expect(await durationOf('And which one is that?')).toBeLessThanOrEqual(45);
    expect((await shown()).annotations).toBe('own');
  });

  it('switch the cache off', async () => {
    await publish({ enabled: 'false' });
    expect((await stack.ask({ text: 'And which one is that?' })).verdict).toBe('untouched');
  });

  it('change under load: no call fails, and after the swap none is decided by the old policy', async () => {
    await publish({ duration: '1h' });
    await stack.askAndKeep({ text: 'What is asked all the time?' });
    const load = startSteadyLoad(stack, [
      ['known', () => ({ text: 'What is asked all the time?' })],
      ['new', (n) => ({ text: `What was the weather like on day ${n} of the voyage?` })],
    ]);
    const swaps: { readonly writtenAt: number; readonly inForceAt: number }[] = [];
    for (let round = 0; round < 5; round++) {
      await load.answered(20);
      const writtenAt = performance.now();
      await publish(round % 2 === 0 ? { duration: '1h', shadow: 'true' } : { duration: '1h' });
      swaps.push({ writtenAt, inForceAt: performance.now() });
    }
    await load.answered(20);
    const calls = await load.stop();
    expect(failuresOf(calls)).toEqual([]);
    const known = calls.filter(({ kind }) => kind === 'known');
    for (const [i, { inForceAt }] of swaps.entries()) {
      if (i % 2 !== 0) continue;
      const until = swaps[i + 1]?.writtenAt ?? Infinity;
      const within = known.filter(({ sentAt, answeredAt }) => sentAt > inForceAt && answeredAt < until);
      expect(answersOf(within).filter(({ verdict }) => verdict === 'hit')).toEqual([]);
      expect(answersOf(within).map(({ reason }) => reason)).toContain('shadow-exact');
    }
    expect(answersOf(known).map(({ reason }) => reason)).toContain('exact');
  });
});
