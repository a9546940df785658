import { addSources, createMetrics } from '../../src/observability/metrics';

const PLATFORM = ['namespace', 'job', 'instance', 'pod'];

/** The metrics that there are, by name as series have it, with the labels that they may have; the platform's labels are among them. */
export function registeredMetrics(): ReadonlyMap<string, ReadonlySet<string>> {
  const { registry } = createMetrics('0');
  const never = (): never => {
    throw new Error('not asked here');
  };
  const sources = {
    ...{ embedWaiting: never, opinionWaiting: never, store: never, removals: never, captured: never },
    ...{ writeQueue: never, logLinesDropped: never, checksWaiting: never, thresholds: never, policyProblems: never },
  };
  addSources(registry, sources, { clock: { now: () => 0 }, failed: () => undefined });
  const metrics = registry.getMetricsAsArray() as unknown as readonly {
    readonly name: string;
    readonly type: string;
    readonly labelNames: readonly string[];
  }[];
  return new Map(
    metrics.flatMap(({ name, type, labelNames }) => {
      const labels = [...labelNames, ...PLATFORM];
      if (type !== 'histogram') return [[name, new Set(labels)] as const];
      return [
        [`${name}_bucket`, new Set([...labels, 'le'])] as const,
        ...['_sum', '_count'].map((end) => [`${name}${end}`, new Set(labels)] as const),
      ];
    }),
  );
}

/** What an expression asks for that there is not, in words; `others` are known besides. */
export function unknownIn(
  selectors: readonly { readonly metric: string; readonly labels: readonly string[] }[],
  others: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  return selectors.flatMap(({ metric, labels }) => {
    const known = others.get(metric);
    if (known === undefined) return [metric];
    return labels.filter((label) => !known.has(label)).map((label) => `${metric}{${label}}`);
  });
}
