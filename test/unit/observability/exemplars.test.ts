import { HIT, quietTelemetry } from '../../support/telemetry';

const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
const CLASSIC = 'text/plain; version=0.0.4; charset=utf-8';
/** What Prometheus 2 and 3 send. */
const PROMETHEUS_2 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';
const TRACE = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', sampled: true };

describe('the format', () => {
  it.each([
    [OPEN_METRICS, 'Prometheus 2', PROMETHEUS_2],
    [OPEN_METRICS, 'Prometheus 3', PROMETHEUS_3],
    [OPEN_METRICS, 'one that names no version', 'application/openmetrics-text'],
    [OPEN_METRICS, 'capitals and spaces', 'Application/OpenMetrics-Text ; Version=1.0.0 ; Q=0.9 , text/plain;q=0.1'],
    [CLASSIC, 'nothing', undefined],
    [CLASSIC, 'a browser', 'text/html,application/xhtml+xml,*/*;q=0.8'],
    [CLASSIC, 'anything', '*/*'],
    [CLASSIC, 'an older version only', 'application/openmetrics-text;version=0.0.1'],
    [CLASSIC, 'a later version only', 'application/openmetrics-text;version=2.0.0'],
    [CLASSIC, 'a refusal', 'application/openmetrics-text;q=0,*/*'],
    [CLASSIC, 'a preference for the classic one', 'application/openmetrics-text;q=0.5,text/plain'],
    [CLASSIC, 'nonsense', ';;q=x,application/openmetrics-text;q=nonsense'],
  ])('is %s for %s', async (contentType, _who, accept) => {
    const { telemetry } = quietTelemetry();
    expect((await telemetry.metrics(accept)).contentType).toBe(contentType);
  });

  it('may differ between scrapes at the same time, and names stay right', async () => {
    const { telemetry } = quietTelemetry();
    telemetry.decided(HIT);
    const all = await Promise.all(
      [PROMETHEUS_2, undefined, PROMETHEUS_2, undefined].map((accept) => telemetry.metrics(accept)),
    );
    const [open = '', classic = '', openAgain = '', classicAgain = ''] = all.map(({ body }) => body);
    expect(open).toContain('# TYPE llm_semantic_cache_exchanges counter\nllm_semantic_cache_exchanges_total{');
    expect(open).toMatch(/# EOF\n$/);
    expect(classic).toContain('# TYPE llm_semantic_cache_exchanges_total counter\nllm_semantic_cache_exchanges_total{');
    expect(classic).not.toContain('# EOF');
    // But for what the process uses meanwhile.
    const own = (body: string): string[] => body.split('\n').filter((line) => line.includes('llm_semantic_cache'));
    expect(own(openAgain)).toEqual(own(open));
    expect(own(classicAgain)).toEqual(own(classic));
  });
});

describe('an exemplar', () => {
  const exemplars = (body: string): string[] => body.split('\n').filter((line) => line.includes(' # {'));

  it('leads from exchanges and whole lookups to the trace, in OpenMetrics only', async () => {
    const { telemetry } = quietTelemetry();
    telemetry.decided({ ...HIT, trace: TRACE });
    const shown = exemplars((await telemetry.metrics(PROMETHEUS_2)).body);
    expect(shown).toEqual([
      expect.stringMatching(
        /^llm_semantic_cache_exchanges_total\{.*\} 1 # \{trace_id="4bf92f3577b34da6a3ce929d0e0e4736"\} 1 /,
      ),
      expect.stringMatching(
        /^llm_semantic_cache_lookup_phase_seconds_bucket\{le="0\.01",phase="total"\} 1 # \{trace_id="4bf92f3577b34da6a3ce929d0e0e4736"\} 0\.008 /,
      ),
    ]);
    expect(exemplars((await telemetry.metrics()).body)).toEqual([]);
  });

  it('is of a trace that somebody keeps', async () => {
    const { telemetry } = quietTelemetry();
    telemetry.decided(HIT);
    telemetry.decided({ ...HIT, trace: { ...TRACE, sampled: false } });
    expect(exemplars((await telemetry.metrics(PROMETHEUS_2)).body)).toEqual([]);
  });
});
