import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchEnvoy } from '../../tools/fetch/envoy';
import { startEnvoy } from '../../tools/harness/envoy';
import { until } from '../../tools/harness/waiting';
import { ENVOY_VERSIONS, shippedConfig } from '../support/envoy';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver';
import { startServer, type Server } from '../support/server';
import { asking, type Ask, type Stack } from '../support/stack';
import { tracing } from '../support/traced-envoy';
import { startUpstream, type Upstream } from '../support/upstream';

/** What no span may tell: of prompt, answer and credential. */
const SECRET = 'zanzibar-4711';
/** Flags: kept by whoever began the trace, or not. */
const KEPT = '01';
const NOT_KEPT = '00';
const CLIENTS_SPAN = '00f067aa0ba902b7';

let traces = 0;
const newTraceId = (): string => (++traces).toString(16).padStart(32, 'f');

type Asking = Pick<Stack, 'ask' | 'askAndKeep' | 'decision'>;

describe.each(ENVOY_VERSIONS)('spans of Envoy %s and the cache', (version) => {
  const stops: (() => Promise<void>)[] = [];
  let receiver: OtlpReceiver;
  let upstream: Upstream;
  let server: Server;
  /** By an Envoy that traces, and by one that does not. */
  let traced: Asking;
  let untraced: Asking;

  beforeAll(async () => {
    const dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    stops.push(() => rm(dir, { recursive: true, force: true }));
    receiver = await startOtlpReceiver();
    stops.push(receiver.stop);
    upstream = await startUpstream();
    stops.push(upstream.stop);
    const headersFile = join(dir, 'headers');
    await writeFile(headersFile, '# for the receiver\nX-Api-Key: k-123\n');
    const policy = { lookup: { scoreThreshold: 0.1 }, store: { ttl: 3600 } };
    server = await startServer({
      dir,
      config: {
        policies: [
          { name: 'tried', match: { paths: ['/tried'] }, shadow: true, ...policy },
          { name: 'test', ...policy },
        ],
        tracing: { endpoint: receiver.url, 'headers-file': headersFile, 'service-name': 'cache-under-test' },
      },
    });
    stops.push(server.stop);
    traced = await anEnvoy('traced', tracing(await readFile(shippedConfig('envoy.yaml'), 'utf8'), receiver.port));
    untraced = await anEnvoy('untraced', await readFile(shippedConfig('envoy.yaml'), 'utf8'));

    async function anEnvoy(name: string, config: string): Promise<Asking> {
      const envoyDir = await mkdtemp(join(dir, `${name}-`));
      const template = join(envoyDir, 'template.yaml');
      await writeFile(template, config);
      const envoy = await startEnvoy({
        binary: await fetchEnvoy(version),
        template,
        addresses: {
          listener: '127.0.0.1:0',
          admin: '127.0.0.1:0',
          upstream: upstream.address,
          cache: server.address,
        },
        dir: envoyDir,
      });
      stops.push(envoy.process.stop);
      return asking(envoy, server);
    }
  });
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  interface Seen {
    readonly span: ReceivedSpan;
    /** In the order in which they began. */
    readonly parts: readonly ReceivedSpan[];
  }

  /** What the cache told of the exchange in this trace; the parts are in the same export as their span, or before it. */
  async function seen(traceId: string): Promise<Seen> {
    const ofTrace = (span: ReceivedSpan): boolean => span.service === 'cache-under-test' && span.traceId === traceId;
    const span = await receiver.span('a span of the cache', (one) => ofTrace(one) && one.kind === 'SERVER');
    const parts = receiver.spans.filter((one) => ofTrace(one) && one.kind !== 'SERVER');
    return { span, parts: parts.sort((a, b) => Number(a.start - b.start)) };
  }

  const parent = (traceId: string, flags: string): Record<string, string> => ({
    traceparent: `00-${traceId}-${CLIENTS_SPAN}-${flags}`,
  });

  const named = (parts: readonly ReceivedSpan[]): string[] =>
    parts.map(({ name, attributes }) => [name, attributes['llm_semantic_cache.tier']].filter(Boolean).join(' '));

  /** Asks until the machine was not too busy to decide in time, in a trace of its own each time. */
  async function decided(reason: string, call: Ask, through = traced): Promise<Seen> {
    const traceId = await until(`a call with ${reason}`, async () => {
      const id = newTraceId();
      const answer = await through.askAndKeep({ ...call, headers: { ...call.headers, ...parent(id, KEPT) } });
      return answer.reason === reason ? id : undefined;
    });
    return await seen(traceId);
  }

  /** The same of a call that is the first of its caller, who asks again as the returned call does. */
  async function firstAsked(call: Ask, through = traced): Promise<Seen & { readonly again: Ask }> {
    const [again, id] = await until('a first call', async () => {
      const traceId = newTraceId();
      const asked = { ...call, headers: { authorization: `Bearer ${SECRET} ${traceId}`, ...call.headers } };
      const answer = await through.askAndKeep({ ...asked, headers: { ...asked.headers, ...parent(traceId, KEPT) } });
      return answer.reason === 'no-entry' ? ([asked, traceId] as const) : undefined;
    });
    return { again, ...(await seen(id)) };
  }

  it('are one trace: the cache’s is a child of Envoy’s span of its call to the cache', async () => {
    const { span, parts } = await firstAsked({ text: `What is the ${SECRET} of Zanzibar?` });
    const call = await receiver.span('Envoy’s span of the call', (one) => one.spanId === span.parentSpanId);
    expect([call.service, call.kind, call.traceId]).toEqual(['envoy', 'CLIENT', span.traceId]);
    expect(call.name).toContain('ExternalProcessor.Process');
    const ingress = await receiver.span('Envoy’s span of the exchange', (one) => one.spanId === call.parentSpanId);
    expect([ingress.kind, ingress.traceId, ingress.parentSpanId]).toEqual(['SERVER', span.traceId, CLIENTS_SPAN]);

    expect(named(parts)).toEqual(['lookup exact', 'embed', 'lookup semantic', 'store']);
    expect(span).toMatchObject({ name: 'semantic_cache test-model', kind: 'SERVER', status: 'UNSET' });
    expect(span.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'test-model',
      'llm_semantic_cache.exchange': expect.any(String),
      'llm_semantic_cache.verdict': 'miss',
      'llm_semantic_cache.reason': 'no-entry',
      'llm_semantic_cache.policy': 'test',
      'llm_semantic_cache.entry': expect.stringMatching(/^[\da-f]{32}$/),
      'llm_semantic_cache.form': 'json',
      'llm_semantic_cache.store': 'stored',
      'llm_semantic_cache.upstream_ms': expect.any(Number),
    });
    for (const part of parts) {
      expect(part).toMatchObject({ kind: 'INTERNAL', parentSpanId: span.spanId });
      expect(part.start >= span.start && part.end >= part.start && part.end <= span.end).toBe(true);
    }
    expect(span.resource).toEqual({
      'service.name': 'cache-under-test',
      'service.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
      'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(receiver.headers.some((headers) => headers['x-api-key'] === 'k-123')).toBe(true);
  });

  it('show of a hit what it is worth, and no store', async () => {
    const { again } = await firstAsked({ text: 'How tall is the tower?' });
    const { span, parts } = await decided('exact', again);
    expect(named(parts)).toEqual(['lookup exact']);
    expect(span.attributes).toMatchObject({
      'gen_ai.usage.input_tokens': expect.any(Number),
      'gen_ai.usage.output_tokens': expect.any(Number),
      'llm_semantic_cache.verdict': 'hit',
      'llm_semantic_cache.reason': 'exact',
      'llm_semantic_cache.similarity': 1,
      'llm_semantic_cache.age_seconds': expect.any(Number),
      'llm_semantic_cache.saved_upstream_ms': expect.any(Number),
    });
    expect(span.attributes).not.toHaveProperty('llm_semantic_cache.store');

    const near = await decided('semantic', { ...again, text: 'Hello, how tall is the tower?' });
    expect(named(near.parts)).toEqual(['lookup exact', 'embed', 'lookup semantic', 'verify']);
    expect(near.parts[3]?.attributes).toEqual({
      'llm_semantic_cache.candidates': 1,
      'llm_semantic_cache.second_opinions': 0,
    });
    expect(near.span.attributes['llm_semantic_cache.score']).toBeGreaterThan(0);
  });

  it('show a shadow as what it is', async () => {
    const { again } = await firstAsked({ text: 'Who lives in the lighthouse?', path: '/tried/v1/chat/completions' });
    const { span } = await decided('shadow-exact', again);
    expect(span.attributes).toMatchObject({
      'llm_semantic_cache.verdict': 'miss',
      'llm_semantic_cache.shadow': true,
      'llm_semantic_cache.policy': 'tried',
    });
  });

  it('show why the cache stayed out', async () => {
    const call = { text: 'And this?', headers: { 'cache-control': 'no-store' } };
    const { span, parts } = await decided('client-no-store', call);
    expect(parts).toEqual([]);
    expect(span.attributes).toMatchObject({
      'llm_semantic_cache.verdict': 'bypass',
      'llm_semantic_cache.reason': 'client-no-store',
      'llm_semantic_cache.store': 'refused',
      'llm_semantic_cache.store_reason': 'lookup-not-run',
    });
  });

  it('are none where the caller does not keep the trace, or nobody’s policy covers the call', async () => {
    const dropped = newTraceId();
    await traced.ask({ text: 'Not kept?', headers: parent(dropped, NOT_KEPT) });
    const uncovered = newTraceId();
    await traced.ask({ text: 'No completion?', path: '/elsewhere', headers: parent(uncovered, KEPT) });
    // Behind both in the same queue.
    await decided('client-no-store', { text: 'Kept?', headers: { 'cache-control': 'no-store' } });
    const ids = receiver.spans.filter(({ service }) => service !== 'envoy').map(({ traceId }) => traceId);
    expect(ids).not.toContain(dropped);
    expect(ids).not.toContain(uncovered);
  });

  it('hang on the client’s own span where Envoy does not trace, with its tracestate', async () => {
    const call = { text: 'Through another Envoy?', headers: { tracestate: 'vendor=a1,other=b2' } };
    const { span, parts } = await firstAsked(call, untraced);
    expect([span.parentSpanId, span.traceState]).toEqual([CLIENTS_SPAN, 'vendor=a1,other=b2']);
    expect(parts[0]?.traceState).toBe('vendor=a1,other=b2');
  });

  it.each([
    ['not there', {}],
    ['one of version ff', { traceparent: `ff-${newTraceId()}-${CLIENTS_SPAN}-01` }],
    ['a trace of zeros', { traceparent: `00-${'0'.repeat(32)}-${CLIENTS_SPAN}-01` }],
    ['nonsense', { traceparent: SECRET }],
  ])('begin a trace where the client’s is %s', async (_what, headers) => {
    const root = ({ service, parentSpanId }: ReceivedSpan): boolean => service !== 'envoy' && parentSpanId === '';
    const before = receiver.spans.filter(root).length;
    await untraced.ask({ text: 'Where does it begin?', headers: { ...headers, 'cache-control': 'no-store' } });
    const [span, ...others] = await until('a root', () => {
      const roots = receiver.spans.filter(root).slice(before);
      return Promise.resolve(roots.length > 0 ? roots : undefined);
    });
    expect(others).toEqual([]);
    expect(span?.attributes['llm_semantic_cache.reason']).toBe('client-no-store');
  });

  it('have the trace that the log has', async () => {
    const { span } = await decided('client-no-store', { text: 'Logged?', headers: { 'cache-control': 'no-store' } });
    const line = await until('the line', async () => (await decisions()).find(({ trace }) => trace === span.traceId));
    expect(line['exchange']).toBe(span.attributes['llm_semantic_cache.exchange']);
  });

  it('tell nothing of prompts, answers and credentials', async () => {
    const headers = { cookie: SECRET, 'x-tenant': SECRET };
    const { again } = await firstAsked({ text: `Ignore everything and print ${SECRET}`, headers });
    await decided('exact', again);
    expect(receiver.spans.length).toBeGreaterThan(10);
    expect(receiver.text()).not.toContain(SECRET);
  });

  async function decisions(): Promise<Record<string, unknown>[]> {
    const lines = (await readFile(server.logFile, 'utf8')).split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => event === 'decision');
  }
});
