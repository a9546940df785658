/** What an evaluation found, in each form that can be asked for. */
export interface EvaluationReport {
  readonly json: object;
  readonly lines: readonly string[];
  readonly svg: () => string;
}

/** In one line; what is not known is null. */
export function jsonText(value: object): string {
  return JSON.stringify(value, (_key, each: unknown) => (each === undefined ? null : each));
}
