import { EvaluationFault, type Run } from './run';
import type { Kinded, Pair } from './values';

/** What C# has as IReadOnlyDictionary: headers, query, claims, variables. */
export interface Dictionary extends Kinded {
  /** Of one of its keys, for messages: "header". */
  readonly keyWord: string;
  /** `undefined` when it does not have the key. */
  readonly find: (key: string, run: Run) => unknown;
  readonly keys: (run: Run) => readonly string[];
}

export const DICTIONARIES: readonly string[] = ['Headers', 'Query', 'Claims', 'MatchedParameters', 'Variables'];

export function isDictionary(value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null && DICTIONARIES.includes((value as Partial<Kinded>).kind ?? '');
}

/** The indexer. @throws EvaluationFault when the key is missing */
export function itemOf(dictionary: Dictionary, key: string, run: Run): unknown {
  const value = dictionary.find(key, run);
  if (value === undefined) throw new EvaluationFault(`there is no such ${dictionary.keyWord}`);
  return value;
}

export function pairsOf(dictionary: Dictionary, run: Run): readonly Pair[] {
  return dictionary.keys(run).map((key) => ({ kind: 'KeyValuePair', key, value: dictionary.find(key, run) ?? null }));
}
