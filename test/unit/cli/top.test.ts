import { render, type Place } from '../../../src/cli/top/frame';
import { overviewAnswer, type OverviewAnswer } from '../../../src/cli/top/overview-answer';
import { sparkline } from '../../../src/cli/top/sparkline';
import type { Overview } from '../../../src/core/overview';

const NOW = 1_790_000_000_000;
const step = (ago: number, counts: object) => ({
  at: NOW - 1000 * ago,
  exact: 0,
  semantic: 0,
  shadow: 0,
  miss: 0,
  bypass: 0,
  money: 0,
  lookupMs: undefined,
  upstreamMs: undefined,
  ...counts,
});

const OVERVIEW: Overview = {
  version: '9.8.7',
  startedAt: NOW - 7_500_000,
  now: NOW,
  exchanges: {
    hits: { exact: 29, semantic: 20, coalesced: 1 },
    misses: { 'no-entry': 40, 'below-threshold': 5, 'shadow-exact': 5 },
    bypasses: { 'not-selected': 3 },
  },
  stores: { stored: 44, refused: { status: 2 } },
  latency: [
    { phase: 'embed', count: 70, p50: 0.0042, p95: 0.0111, p99: 0.02 },
    { phase: 'opinion', count: 0, p50: 0, p95: 0, p99: 0 },
    { phase: 'upstream', count: 45, p50: 1.25, p95: 4.5, p99: 6 },
  ],
  saved: {
    promptTokens: 12_345,
    completionTokens: 678,
    upstreamSeconds: 7500,
    money: { currency: 'USD', amount: 1234.567, unpricedHits: 3, pricesAsOf: '2026-01-02' },
  },
  falseHits: [
    {
      policy: 'faq',
      maxFalseHitRate: 0.01,
      confidence: 0.95,
      threshold: 0.97,
      checked: 400,
      rate: 0.0025,
      low: 0.0001,
      high: 0.0138,
    },
    {
      policy: 'chat',
      maxFalseHitRate: 0.02,
      confidence: 0.95,
      threshold: 2,
      checked: 0,
      rate: undefined,
      low: 0,
      high: 1,
    },
  ],
  store: {
    kind: 'embedded',
    prompts: 'clear',
    breaker: 'closed',
    holds: { entries: 1234, bytes: 5 * 2 ** 20, sweepLagSeconds: 12, expiring: [] },
    maxEntries: 1_000_000,
    maxBytes: 2 ** 30,
  },
  queues: [{ name: 'embedding', waiting: 2, limit: 100 }],
  streams: { active: 7, ended: { finished: 90, reset: 2, failed: 0, drained: 0 } },
  failures: {},
  history: {
    stepSeconds: 10,
    steps: [
      step(7200, { exact: 1000 }),
      step(300, { exact: 10, miss: 30 }),
      step(50, { semantic: 3, miss: 1 }),
      step(5, { exact: 1, shadow: 2, miss: 1 }),
    ],
  },
};

/** As it comes over the wire. */
const received = (overview: unknown = OVERVIEW): OverviewAnswer =>
  overviewAnswer.parse(JSON.parse(JSON.stringify(overview)));

const PLACE: Place = { width: 100, height: Infinity, colour: false };
const frame = (change: object = {}, place: Partial<Place> = {}): readonly string[] =>
  render({ from: 'http://here:1', overview: received({ ...OVERVIEW, ...change }) }, { ...PLACE, ...place });
const line = (lines: readonly string[], label: string): string => lines.find((each) => each.startsWith(label)) ?? '';
const cells = (text: string): readonly string[] => text.trim().split(/ {2,}/);

describe('a frame of top', () => {
  it('tells hit rates of three spans: a coalesced hit is exact, a shadow hit a miss', () => {
    const lines = frame();
    expect(cells(line(lines, 'hits'))).toEqual(['hits', '50.0 %', '29.2 %', '50.0 %']);
    expect(cells(line(lines, '  exact'))).toEqual(['exact', '12.5 %', '22.9 %', '30.0 %']);
    expect(cells(line(lines, '  semantic'))).toEqual(['semantic', '37.5 %', '6.3 %', '20.0 %']);
    expect(cells(line(lines, '  shadow'))).toEqual(['shadow', '25.0 %', '4.2 %', '5.0 %']);
    expect(cells(line(lines, 'lookups'))).toEqual(['lookups', '8', '48', '100']);
    expect(line(lines, 'hit rate')).toBe('hit rate    █▃▇▃');
  });

  it('tells what was saved, latency beside the upstream, reasons, store, queues and false hits', () => {
    const lines = frame();
    expect(lines[0]).toMatch(/^llm-semantic-cache 9\.8\.7 {2}up 2 h 5 min {2}\d\d:\d\d:\d\d {2}http:\/\/here:1$/);
    expect(line(lines, 'saved')).toBe(
      'saved       USD 1,234.57 (prices of 2026-01-02), 12,345 + 678 tokens, 2 h 5 min of waiting, +1',
    );
    expect(cells(line(lines, '  embed'))).toEqual(['embed', '4.20', '11.1', '70']);
    expect(cells(line(lines, '  upstream'))).toEqual(['upstream', '1,250', '4,500', '45']);
    expect(line(lines, '  opinion')).toBe('');
    expect(line(lines, 'misses')).toBe('misses      no-entry 40, below-threshold 5, shadow-exact 5');
    expect(line(lines, 'bypasses')).toBe('bypasses    not-selected 3');
    expect(line(lines, 'not stored')).toBe('not stored  status 2');
    expect(line(lines, 'store')).toBe(
      'store       embedded, 1,234 of 1,000,000 entries, 5.0 MiB of 1.0 GiB, sweep 12 s behind, +2',
    );
    expect(line(lines, 'queues')).toBe('queues      embedding 2 of 100');
    expect(line(lines, 'streams')).toBe('streams     7 open, 90 finished, 2 reset, 0 failed, 0 drained');
    expect(line(lines, 'false hits')).toBe(
      'false hits  faq 0.3 % [0.0, 1.4] of at most 1.0 %, 400 checked, threshold 0.970',
    );
    expect(line(lines, '            chat')).toBe(
      '            chat - of at most 2.0 %, 0 checked, nothing served by meaning yet',
    );
    expect(line(lines, 'failures')).toBe('');
  });

  it('says what is wrong before the numbers, in red where there is colour', () => {
    const change = {
      failures: { store: 3, embed: 12 },
      store: { ...OVERVIEW.store, breaker: 'open', holds: undefined },
      falseHits: [{ ...OVERVIEW.falseHits[0]!, rate: 0.5 }],
    };
    const lines = frame(change, { colour: true });
    expect(lines.findIndex((each) => each.includes('failures    embed 12, store 3'))).toBe(2);
    const red = lines.filter((each) => each.startsWith('\u001b[31m'));
    expect(red.map((each) => each.slice(5, 16).trim())).toEqual(['failures', 'store', 'false hits']);
    expect(red[1]).toContain('does not answer');
    expect(frame(change).join('')).not.toContain('\u001b');
  });

  it('of a server that has done nothing has no shares, not 0 %', () => {
    const lines = frame({
      exchanges: { hits: {}, misses: {}, bypasses: {} },
      stores: { stored: 0, refused: {} },
      latency: [],
      falseHits: [],
      queues: [],
      history: { stepSeconds: 10, steps: [] },
    });
    expect(cells(line(lines, 'hits'))).toEqual(['hits', '-', '-', '-']);
    for (const absent of ['hit rate', 'misses', 'latency', 'false hits', 'queues'])
      expect(line(lines, absent)).toBe('');
  });

  it.each([0, 1, 10, 30, 40, 60, 80, 300])('is never wider than %d columns', (width) => {
    const change = { failures: { ['x'.repeat(500)]: 1 } };
    for (const each of frame(change, { width })) expect(Array.from(each).length).toBeLessThanOrEqual(width);
  });

  it.each([0, 1, 2, 5, 10, 24, 25, 100])('is never higher than %d lines, and says what it leaves out', (height) => {
    const lines = frame({}, { height });
    expect(lines.length).toBeLessThanOrEqual(height);
    if (height > 0 && height < 22) expect(lines.at(-1)).toMatch(/^\+\d+ lines; a taller terminal shows them$/);
    if (height === 24) expect(lines).toContain(line(frame(), '  upstream'));
  });

  it('lets no name steer the terminal', () => {
    const lines = frame({ failures: { 'a\u001b[2Jb\u0007\nc\u009b': 1 } });
    expect(line(lines, 'failures')).toBe('failures    a [2Jb  c  1');
  });

  it('stands figures that are none, and a clock that was set back', () => {
    const latency = [{ phase: 'embed', count: 1, p50: null, p95: null, p99: null }];
    const lines = frame({
      latency,
      startedAt: NOW + 5000,
      history: { stepSeconds: 10, steps: [step(-60, { miss: 1 })] },
    });
    expect(cells(line(lines, '  embed'))).toEqual(['embed', '-', '-', '1']);
    expect(lines[0]).toContain('up 0 s');
    expect(cells(line(lines, 'lookups'))[1]).toBe('1');
  });

  it('says that the server is away, above what it last said', () => {
    const away = { from: 'http://here:1', problem: 'no answer from http://here:1: ECONNREFUSED' };
    expect(render({ ...away, overview: undefined }, PLACE)).toEqual([
      'llm-semantic-cache  http://here:1',
      '',
      'no answer from http://here:1: ECONNREFUSED; trying again',
    ]);
    const lines = render({ ...away, overview: received() }, PLACE);
    expect(lines[2]).toBe('no answer from http://here:1: ECONNREFUSED; trying again');
    expect(line(lines, 'hits')).not.toBe('');
  });
});

describe('what a server says', () => {
  it('may be more than this release knows', () => {
    const { data } = overviewAnswer.safeParse({ ...JSON.parse(JSON.stringify(OVERVIEW)), news: {} });
    expect(data).toMatchObject({ version: '9.8.7' });
  });

  it.each([[undefined], [{}], ['<html>'], [{ ...OVERVIEW, history: [] }]])('is no overview: %j', (value) => {
    expect(overviewAnswer.safeParse(value).success).toBe(false);
  });
});

describe('a sparkline', () => {
  it('has a character for each of the last values, and a blank where there is none', () => {
    expect(sparkline([0, 0.124, 0.5, 1, undefined, 2, -1, NaN], 100)).toBe('▁▁▅█ █▁ ');
    expect(sparkline([0, 0.5, 1], 2)).toBe('▅█');
    expect(sparkline([1], 0)).toBe('');
  });
});
