import { lookup, type LookupDeps } from '../../../src/cache/lookup';
import type { Step } from '../../../src/core/decision';
import { phaseTimes } from '../../../src/cache/stopwatch';
import { SecondOpinionBusyError } from '../../../src/core/errors';
import type { Opinion } from '../../../src/core/second-opinion';
import { semanticWorld } from '../../support/semantic-world';

/** A second opinion that lies, fails or hangs: nothing is served without the opinion that the policy asks for. */
const says = (same: boolean): Opinion => ({ kind: 'opinion', same, probability: same ? 0.9 : 0.1 });
const world = semanticWorld();
afterAll(() => world.close());

interface Asked {
  readonly judge?: (asked: string, stored: string) => Promise<Opinion>;
  readonly verify?: 'off' | 'guards' | 'standard' | 'strict';
  readonly stored?: readonly string[];
  readonly leftMs?: number;
}

async function decided({
  judge,
  verify = 'standard',
  stored = ['How can I reset my password?'],
  leftMs = 1000,
}: Asked) {
  const pairs: [string, string][] = [];
  const failures: string[] = [];
  const steps: Step[] = [];
  const deps: LookupDeps = {
    ...world.deps(stored),
    failed: (where) => failures.push(where),
    opinion: judge && {
      identity: 'o',
      threshold: 0.5,
      waiting: 0,
      judge: (...pair) => {
        pairs.push(pair);
        return judge(...pair);
      },
      close: () => Promise.resolve(),
    },
  };
  const question = world.question('How do I reset my password?', { verify });
  const deadline = deps.clock.monotonic() + leftMs;
  const outcome = await lookup(question, deps, { steps, deadline });
  return { outcome, pairs, failures, phases: phaseTimes(steps), verdict: `${outcome.kind} ${outcome.reason}` };
}

describe('the second opinion on a candidate that the verifier let pass', () => {
  it('lets it be served when it agrees, and was asked of both texts', async () => {
    const { verdict, pairs, phases, outcome } = await decided({ judge: () => Promise.resolve(says(true)) });
    expect(verdict).toBe('hit semantic');
    expect(pairs).toEqual([['How do I reset my password?', 'How can I reset my password?']]);
    expect(phases.opinion).toBeGreaterThanOrEqual(0);
    expect(outcome.opinion).toEqual(says(true));
  });

  it.each<[string, string[], () => Promise<Opinion>]>([
    ['miss verify-second-opinion', [], () => Promise.resolve(says(false))],
    ['miss second-opinion-unable', [], () => Promise.resolve({ kind: 'window-exceeded' })],
    ['miss second-opinion-unable', [], () => Promise.resolve({ kind: 'unknown-words' })],
    ['miss second-opinion-busy', [], () => Promise.reject(new SecondOpinionBusyError(40))],
    ['miss second-opinion-error', ['second-opinion'], () => Promise.reject(new Error('the inference thread died'))],
  ])('makes it a %s', async (expected, where, judge) => {
    const { verdict, failures, outcome } = await decided({ judge });
    expect(verdict).toBe(expected);
    expect(failures).toEqual(where);
    // The store needs it for the upstream's answer.
    expect(outcome).toMatchObject({ vector: expect.any(Float32Array) });
  });

  it('is waited for no longer than the lookup may take, and not asked when that is over', async () => {
    const never = (): Promise<Opinion> => new Promise(() => undefined);
    expect((await decided({ judge: never, leftMs: 20 })).verdict).toBe('miss budget-spent');
    const late = await decided({ judge: () => Promise.resolve(says(true)), leftMs: 0 });
    expect(late).toMatchObject({ verdict: 'miss budget-spent', pairs: [] });
  });

  it('is asked of the next one when it refuses one, and its first refusal is named when all fail', async () => {
    const stored = ['How may I reset my password?', 'How can I reset my password?'];
    const only = (text: string) => (_: string, other: string) => Promise.resolve(says(other === text));
    expect((await decided({ judge: only(stored[1]!), stored })).verdict).toBe('hit semantic');
    const none = await decided({ judge: only('another'), stored });
    expect(none.verdict).toBe('miss verify-second-opinion');
    expect(none.pairs.map(([, other]) => other)).toEqual(stored);
  });

  it('is not asked of what the verifier refuses', async () => {
    const judge = (): Promise<Opinion> => Promise.resolve(says(true));
    const refused = await decided({ judge, stored: ['How do I not reset my password?'] });
    expect(refused).toMatchObject({ verdict: 'miss verify-negation', pairs: [] });
    expect(refused.phases.opinion).toBeUndefined();
  });

  it.each([
    ['off', 0],
    ['guards', 0],
    ['standard', 1],
    ['strict', 1],
  ] as const)('with verify: %s is asked %d times', async (verify, times) => {
    const { pairs, verdict } = await decided({ judge: () => Promise.resolve(says(false)), verify });
    expect(pairs).toHaveLength(times);
    expect(verdict).toBe(times === 0 ? 'hit semantic' : 'miss verify-second-opinion');
  });

  it('is nothing where none is configured', async () => {
    const { verdict, phases } = await decided({});
    expect(verdict).toBe('hit semantic');
    expect(phases.opinion).toBeUndefined();
  });
});
