import type { CacheLimits } from '../../src/cache/cache-core';

/** Small bounds, which no ordinary call of a test comes near. */
export const CACHE_LIMITS: CacheLimits = {
  requestBytes: 10_000,
  responseBytes: 10_000,
  captureBytes: 100_000,
  writeQueueJobs: 10,
  writeQueueBytes: 100_000,
};
