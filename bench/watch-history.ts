/** Steps of an hour. */
const STEPS = 360;
const WRITINGS = 500;

interface WithHistory {
  readonly history: { readonly steps: readonly object[] };
}

/**
 * What writing an hour's history costs more than writing the minutes that a benchmark lasts, CPU ms: measured here, for nobody waits an hour.
 *
 * @param overview as GET /overview gives it
 */
export function longHistoryMs(overview: unknown): number {
  const short = overview as WithHistory;
  const { steps } = short.history;
  const hour = Array.from({ length: STEPS }, (_, i) => ({ ...steps[i % steps.length] }));
  const long = { ...short, history: { ...short.history, steps: hour } };
  writingMs(long);
  return writingMs(long) - writingMs(short);
}

function writingMs(value: unknown): number {
  const before = process.cpuUsage();
  for (let n = 0; n < WRITINGS; n++) Buffer.byteLength(JSON.stringify(value));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / WRITINGS;
}
