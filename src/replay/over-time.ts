import type { Verdict } from '../core/decision';

/** Decisions of a stretch of the recording. */
export interface Half {
  readonly calls: number;
  readonly lookedUp: number;
  readonly hits: number;
}

/** Steps that are kept; when there are more, each takes in its neighbour. */
const MOST_STEPS = 512;

/** Counts in steps of equally many calls, few enough for a recording of any length. */
export function progressOf(): { count(kind: Verdict['kind']): void; steps(): readonly Half[] } {
  let size = 1;
  let steps: Half[] = [];
  return {
    count(kind) {
      const last = steps.at(-1);
      const open = last !== undefined && last.calls < size ? (steps.pop() ?? NONE) : NONE;
      steps.push(plus(open, { calls: 1, lookedUp: kind === 'bypass' ? 0 : 1, hits: kind === 'hit' ? 1 : 0 }));
      if (steps.length < MOST_STEPS || steps.at(-1)?.calls !== size) return;
      steps = steps.flatMap((step, i) => (i % 2 === 0 ? [plus(step, steps[i + 1] ?? NONE)] : []));
      size *= 2;
    },
    steps: () => steps,
  };
}

/** Of the calls, as nearly as the steps allow. */
export function halvesOf(steps: readonly Half[]): readonly [Half, Half] {
  const calls = steps.reduce((total, step) => total + step.calls, 0);
  let [first, second] = [NONE, NONE];
  for (const step of steps) {
    if (first.calls + step.calls <= Math.ceil(calls / 2)) first = plus(first, step);
    else second = plus(second, step);
  }
  return [first, second];
}

const NONE: Half = { calls: 0, lookedUp: 0, hits: 0 };

function plus(a: Half, b: Half): Half {
  return { calls: a.calls + b.calls, lookedUp: a.lookedUp + b.lookedUp, hits: a.hits + b.hits };
}
