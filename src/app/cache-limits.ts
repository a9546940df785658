import type { CacheLimits } from '../cache/cache-core';
import type { LimitSettings } from '../config/settings';

/** The configured limits that are the cache's. */
export function cacheLimits(limits: LimitSettings): CacheLimits {
  return {
    requestBytes: limits.requestBody,
    responseBytes: limits.responseBody,
    captureBytes: limits.captureMemory,
    writeQueueJobs: limits.writeQueue,
    writeQueueBytes: limits.writeQueueBytes,
  };
}
