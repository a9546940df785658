import type { Hindrance } from './hindrance';

/**
 * One result for each input: what hinders it, or what `run` makes of those that nothing hinders, which are run together; where there
 * are none, nothing is run.
 */
export async function runFitting<I, R>(
  inputs: readonly I[],
  hindrance: (input: I) => Hindrance | undefined,
  run: (fitting: readonly I[]) => Promise<readonly R[]>,
): Promise<(R | { readonly kind: Hindrance })[]> {
  const hindrances = inputs.map(hindrance);
  const fitting = inputs.filter((_, i) => hindrances[i] === undefined);
  const results = (fitting.length > 0 ? await run(fitting) : []).values();
  return hindrances.map((kind) => {
    if (kind !== undefined) return { kind };
    const result = results.next().value;
    if (result === undefined) throw new Error('the network gave fewer results than it got inputs');
    return result;
  });
}
