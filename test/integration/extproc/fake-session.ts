import type { CacheSession } from '../../../src/cache/session';

export const fault = new Error('a fault of ours');
export const broken = (): never => {
  throw fault;
};

/** A session that goes through an exchange well, but for what a test changes or breaks. */
export function fakeSession(changes: Partial<CacheSession>): CacheSession {
  return {
    onRequestHead: () => 'need-body',
    onRequestBody: () => Promise.resolve({ kind: 'continue' }),
    onResponseHead: () => true,
    onResponseChunk: () => true,
    onResponseEnd: () => undefined,
    disclosure: () => undefined,
    end: () => undefined,
    fail: () => undefined,
    ...changes,
  } as unknown as CacheSession;
}
