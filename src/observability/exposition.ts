import {
  Registry,
  type Metric,
  type MetricObjectWithValues,
  type MetricValue,
  type OpenMetricsContentType,
} from 'prom-client';

/** What a scraper gets. */
export interface Exposition {
  readonly contentType: string;
  readonly body: string;
}

/**
 * One scrape: OpenMetrics, which can carry exemplars, to whoever prefers it (Prometheus does), else the classic text format.
 *
 * @param accept the request's Accept header
 */
export async function expose(registry: Registry, accept: string | undefined): Promise<Exposition> {
  const shown = prefersOpenMetrics(accept ?? '') ? openMetrics(registry) : registry;
  return { contentType: shown.contentType, body: await shown.metrics() };
}

type Values = MetricObjectWithValues<MetricValue<string>>;

/** What prom-client's metrics have, and its types do not tell. */
interface Shown {
  readonly name: string;
  readonly type: string;
  get(): Promise<Values>;
  /** Of histograms: with exemplars. */
  getForPromString?(): Promise<Values>;
}

/**
 * A view of the same metrics for one scrape. prom-client takes "_total" off the names of the counters themselves when it writes OpenMetrics, so
 * it gets stand-ins: the counters keep their names for whoever reads the other format meanwhile.
 */
function openMetrics(registry: Registry): Registry<OpenMetricsContentType> {
  const view = new Registry<OpenMetricsContentType>();
  view.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const metric of registry.getMetricsAsArray() as unknown as readonly Shown[]) {
    view.registerMetric(standIn(metric) as unknown as Metric);
  }
  return view;
}

function standIn(metric: Shown): Shown {
  const { type } = metric;
  const name = type === 'counter' ? metric.name.replace(/_total$/, '') : metric.name;
  const get = async (): Promise<Values> => ({ ...(await (metric.getForPromString?.() ?? metric.get())), name });
  return { name, type, get };
}

const OPEN_METRICS = 'application/openmetrics-text';
/** The version that is written; a scraper that names none takes any. */
const VERSION = '1.0.0';

/** RFC 9110 12.5.1; parameters besides `version` and `q` (such as `escaping`) make no difference to names like ours. */
function prefersOpenMetrics(accept: string): boolean {
  const ranges = accept.split(',').map(mediaRange);
  const best = (fits: (range: MediaRange) => boolean): number => Math.max(0, ...ranges.filter(fits).map(({ q }) => q));
  const wanted = best(({ type, version }) => type === OPEN_METRICS && (version ?? VERSION) === VERSION);
  return wanted > 0 && wanted >= best(({ type }) => type === 'text/plain');
}

interface MediaRange {
  readonly type: string;
  readonly version: string | undefined;
  /** 0 to 1. */
  readonly q: number;
}

function mediaRange(text: string): MediaRange {
  const [type = '', ...parameters] = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const values = new Map(parameters.map((each) => each.split('=', 2).map((part) => part.trim()) as [string, string]));
  const q = Number(values.get('q') ?? 1);
  return { type, version: values.get('version'), q: q >= 0 && q <= 1 ? q : 0 };
}
