import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DecisionRecord } from '../../../src/core/decision';
import { MOST_POLICIES } from '../../../src/observability/policy-names';
import { mostSeries } from '../../support/metric-labels';
import { HIT, quietTelemetry, samplesOf } from '../../support/telemetry';

const HOUR_MS = 3_600_000;

/** A record whose every word is new. */
function odd(i: number): DecisionRecord {
  const word = `w-${i}"\\\n{}`;
  return {
    ...HIT,
    exchange: word,
    model: word,
    entry: word,
    partition: word,
    policy: `w-${i}`,
    dialect: word as unknown as DecisionRecord['dialect'],
    verdict: { kind: word, reason: word } as unknown as DecisionRecord['verdict'],
    store: { kind: word, reason: word } as unknown as NonNullable<DecisionRecord['store']>,
    phases: { [word]: 1, total: i },
  };
}

async function seriesOf(telemetry: ReturnType<typeof quietTelemetry>['telemetry'], name: string): Promise<string[]> {
  return samplesOf((await telemetry.metrics()).body).filter((line) => new RegExp(`^${name}[{ ]`).test(line));
}

it('keeps to the lists of labels whatever it is told', async () => {
  const { telemetry } = quietTelemetry();
  for (let i = 0; i < 2000; i += 1) {
    const word = `w-${i}`;
    telemetry.decided(odd(i));
    telemetry.failed(word, new Error(word));
    const check = { exchange: word, policy: word, entry: word, score: 1 };
    telemetry.checked({ ...check, source: word, outcome: word } as unknown as Parameters<typeof telemetry.checked>[0]);
    telemetry.reported(word, word);
  }
  for (const name of ['exchanges_total', 'store_total', 'checks_total', 'feedback_total', 'failures_total']) {
    const { length } = await seriesOf(telemetry, name);
    expect([name, length > 0, length <= mostSeries(name)]).toEqual([name, true, true]);
  }
  const { body } = await telemetry.metrics();
  const words = new Set(body.match(/w-\d+/g));
  // Names of policies are the configuration's: so many are shown, and no other word is.
  expect(words.size).toBe(MOST_POLICIES);
  expect(body).toContain('failures_total{where="other"} 2000');
  expect(samplesOf(body).filter((line) => /\b(?!policy)\w+="w-/.test(line))).toEqual([]);
});

it('does not grow by models, exchanges and answers', async () => {
  const { telemetry } = quietTelemetry();
  const some = (i: number): DecisionRecord => ({ ...HIT, model: `m-${i}`, exchange: `e-${i}`, entry: `n-${i}` });
  telemetry.decided(some(0));
  const before = samplesOf((await telemetry.metrics()).body).length;
  for (let i = 1; i < 5000; i += 1) telemetry.decided(some(i));
  expect(samplesOf((await telemetry.metrics()).body)).toHaveLength(before);
});

describe('a configuration that is made anew with new names', () => {
  it('every minute does not pile up series', async () => {
    const { telemetry, time } = quietTelemetry();
    for (let i = 0; i < 20 * MOST_POLICIES; i += 1) {
      time.ms += 60_000;
      await nextTurn();
      telemetry.decided({ ...HIT, policy: `policy-${i}` });
      telemetry.reported('entry', `policy-${i}`);
    }
    await nextTurn();
    expect(await seriesOf(telemetry, 'exchanges_total')).toHaveLength(MOST_POLICIES);
    expect(await seriesOf(telemetry, 'feedback_total')).toHaveLength(MOST_POLICIES);
    // The newest is there, and the one before the last hundreds is not.
    const { body } = await telemetry.metrics();
    expect(body).toContain(`policy="policy-${20 * MOST_POLICIES - 1}"`);
    expect(body).not.toContain('policy="policy-7"');
  });

  it('at once counts those for whom there is no room as one', async () => {
    const { telemetry } = quietTelemetry();
    for (let i = 0; i < MOST_POLICIES + 50; i += 1) telemetry.decided({ ...HIT, policy: `policy-${i}` });
    const series = await seriesOf(telemetry, 'exchanges_total');
    expect(series).toHaveLength(MOST_POLICIES + 1);
    expect(series.filter((line) => line.includes('policy="other"'))).toEqual([expect.stringMatching(/ 50$/)]);
  });

  it('leaves a policy that is used what it counted, however many others come and go', async () => {
    const { telemetry, time } = quietTelemetry();
    for (let i = 0; i < 5 * MOST_POLICIES; i += 1) {
      time.ms += HOUR_MS / 2;
      await nextTurn();
      telemetry.decided({ ...HIT, policy: 'steady' });
      telemetry.decided({ ...HIT, policy: `policy-${i}` });
    }
    const [steady] = (await seriesOf(telemetry, 'exchanges_total')).filter((line) => line.includes('"steady"'));
    expect(steady).toMatch(new RegExp(` ${5 * MOST_POLICIES}$`));
  });
});
