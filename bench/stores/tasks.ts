import type { PartitionSize } from './dataset';
import type {
  LoadFigures,
  LookupFigures,
  LookupName,
  MemoryFigures,
  SettledFigures,
  StoreName,
  SweepFigures,
} from './figures';

export type StorePlace =
  | { readonly kind: Extract<StoreName, 'embedded'>; readonly path: string }
  | {
      readonly kind: Extract<StoreName, 'elasticsearch'>;
      readonly url: string;
      readonly indexPrefix: string;
      readonly indexType: IndexTypeName;
    };

export const INDEX_TYPES = ['bbq_hnsw', 'int8_hnsw', 'flat'] as const;
export type IndexTypeName = (typeof INDEX_TYPES)[number];

/** The question that the recall asks of each entry. */
export const RECALL_ROUND = 0x10000000;

/** What a process with a store in it does when it is asked. */
export interface StoreTasks {
  /** Puts the entries from number `from` up to `to`. */
  load(job: { readonly from: number; readonly to: number }): Promise<LoadFigures>;
  /** Resolves when entries from all over the large partition are found by their meaning. */
  settle(job: { readonly size: number }): Promise<SettledFigures>;
  lookUp(job: LookupJob): Promise<LookupFigures>;
  /** Ids that the store gives for paraphrases of these entries. */
  candidates(job: {
    readonly targets: readonly number[];
    readonly limit: number;
  }): Promise<readonly (readonly string[])[]>;
  sweep(job: { readonly size: number }): Promise<SweepFigures>;
  memory(job: null): Promise<MemoryFigures>;
}

export interface LookupJob {
  readonly lookup: LookupName;
  readonly size: number;
  readonly seconds: number;
  /** Other questions for each. */
  readonly round: number;
}

/** What the parent sends. */
export interface StoreCall<K extends keyof StoreTasks = keyof StoreTasks> {
  readonly task: K;
  readonly job: Parameters<StoreTasks[K]>[0];
}

export function partitionOf(lookup: 'semantic, large' | 'semantic, small'): PartitionSize {
  return lookup === 'semantic, large' ? 'large' : 'small';
}
