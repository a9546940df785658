import type { DecisionRecord } from '../../../src/core/decision';
import type { SpanLoss } from '../../../src/observability/tracing';
import { openTracing } from '../../../src/observability/tracing-otlp';

/** What a test asks of this process: to make so many spans, or to stop. */
export type Asked = { readonly records: readonly DecisionRecord[] } | 'state' | 'stop';

export interface State {
  /** Exchanges that got a span. */
  readonly made: number;
  /** Spans that were lost, by why. */
  readonly losses: Readonly<Partial<Record<SpanLoss, number>>>;
  /** How long the stop took, ms. */
  readonly stopMs: number | undefined;
  readonly unhandled: number;
}

/** Makes spans in a process of its own: the exporter loads what it sends with in a way that jest's own loader does not know. */
const [endpoint = '', rootShare = '1'] = process.argv.slice(2);
const losses: Partial<Record<SpanLoss, number>> = {};
let made = 0;
let unhandled = 0;
process.on('unhandledRejection', () => {
  unhandled += 1;
});
const tracing = openTracing({
  endpoint,
  headers: {},
  rootShare: Number(rootShare),
  serviceName: 'cache',
  version: '1.2.3',
  lost(spans, why) {
    losses[why] = (losses[why] ?? 0) + spans;
  },
});

async function answer(asked: Asked): Promise<State> {
  let stopMs: number | undefined;
  if (asked === 'stop') {
    const start = performance.now();
    await tracing.stop();
    stopMs = performance.now() - start;
  } else if (asked !== 'state') {
    for (const record of asked.records) if (tracing.traced(record) !== undefined) made += 1;
  }
  return { made, losses, stopMs, unhandled };
}

process.on('message', (asked: Asked) => {
  void answer(asked).then((state) => process.send?.(state));
});
