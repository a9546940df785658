import type { PolicyCall } from './call';

/** What has to be there before a value can be worked out. The heads always are. */
export interface Reads {
  readonly requestBody: boolean;
  readonly responseBody: boolean;
}

export const READS_HEADS_ONLY: Reads = { requestBody: false, responseBody: false };

/** Something of a policy that is worked out for each call. */
export interface Computed<T> {
  /** As its author wrote it, for people. */
  readonly source: string;
  readonly reads: Reads;
  /** @throws PolicyFault */
  of(call: PolicyCall): T;
}

export function constant<T>(value: T, source = String(value)): Computed<T> {
  return { source, reads: READS_HEADS_ONLY, of: () => value };
}

export function anyReads(all: readonly Reads[]): Reads {
  return {
    requestBody: all.some((each) => each.requestBody),
    responseBody: all.some((each) => each.responseBody),
  };
}
