import { setTimeout as pause } from 'node:timers/promises';
import { send, type Answer } from '../harness/exchange';
import { reached, scrape, type Metric } from '../harness/metrics';
import type { Stack } from './stack';
import { SHORT_LIFE_MS, type TourRow } from './tour';
import { until } from '../harness/waiting';

/** Counts what was kept; the write follows the answer, so a row that builds on it waits for this. */
const STORED: Metric = ['llm_semantic_cache_store_total', { outcome: 'stored' }];
/** Entries on disk, expired ones that nobody has swept yet included. */
export const ENTRIES = 'llm_semantic_cache_store_entries';

/** Age of the oldest expired entry that is still there, seconds. */
const LAG = 'llm_semantic_cache_sweep_lag_seconds';

/** What came of a row. */
export interface Outcome {
  readonly row: TourRow;
  readonly answer: Answer;
  readonly upstreamCalled: boolean;
  /** Entries in the store before and after the sweep that the row waited for. */
  readonly sweep: { readonly before: number; readonly after: number } | undefined;
  /** Why it is not as expected; empty when it is. */
  readonly problems: readonly string[];
}

export interface Traveller {
  readonly stack: Stack;
  /** The caller's API key: entries belong to it, so a new key meets none of an older tour's. */
  readonly apiKey: string;
}

/** Walks one row of the tour. */
export async function walk(row: TourRow, { stack, apiKey }: Traveller): Promise<Outcome> {
  const sweep = row.afterSweep && (await sweepIsOver(stack.adminUrl));
  const storedBefore = (await scrape(stack.adminUrl)).sum(...STORED);
  const callsBefore = await upstreamCalls(stack);
  const answer = await send({
    url: `${stack.envoy.url}/v1/chat/completions`,
    headers: { authorization: `Bearer ${apiKey}`, 'x-tenant': 'acme', ...row.headers },
    body: JSON.stringify(callOf(row)),
  });
  if (answer.stored) {
    await reached(stack.adminUrl, STORED, storedBefore + 1);
    await stack.store.searchable();
  }
  const upstreamCalled = (await upstreamCalls(stack)) > callsBefore;
  return { row, answer, upstreamCalled, sweep, problems: judge(row, answer, upstreamCalled) };
}

/** The body of a row's call. */
export function callOf({ question, system, stream }: TourRow): object {
  const messages = [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: question },
  ];
  return {
    model: 'sample-model',
    messages,
    ...(stream && { stream: true }),
    ...(stream === 'with usage' && { stream_options: { include_usage: true } }),
  };
}

function judge({ expected }: TourRow, answer: Answer, upstreamCalled: boolean): string[] {
  const problems: string[] = [];
  const check = (what: string, found: unknown, wanted: unknown): void => {
    if (found !== wanted) problems.push(`${what} is ${String(found)} instead of ${String(wanted)}`);
  };
  check('status', answer.status, 200);
  check('verdict', answer.verdict, expected.verdict);
  check('reason', answer.reason, expected.reason);
  check('form', answer.form, expected.form);
  check('"stored"', answer.stored, expected.verdict === 'miss');
  check('"upstream called"', upstreamCalled, expected.verdict !== 'hit');
  if (!isWhole(answer)) problems.push('the answer is not a whole completion');
  return problems;
}

function isWhole({ form, body }: Answer): boolean {
  if (form === 'sse') return body.endsWith('data: [DONE]\n\n');
  return body.includes('"finish_reason"') && body.includes('sample upstream');
}

/** Waits until the entry of the row before has expired, and then until nothing expired is left. */
async function sweepIsOver(adminUrl: string): Promise<NonNullable<Outcome['sweep']>> {
  const before = (await scrape(adminUrl)).gauge(ENTRIES);
  await pause(SHORT_LIFE_MS);
  return until('removal of the expired entry by the sweeper', async () => {
    const metrics = await scrape(adminUrl);
    const after = metrics.gauge(ENTRIES);
    return metrics.gauge(LAG) === 0 && after < before ? { before, after } : undefined;
  });
}

async function upstreamCalls({ upstreamUrl }: Stack): Promise<number> {
  return ((await (await fetch(`${upstreamUrl}/calls`)).json()) as { calls: number }).calls;
}
