import type { Lease } from '../core/lease';

/** For a store that no other process can open: always ours. */
export const soleLease: Lease = {
  hold: () => Promise.resolve(true),
  release: () => Promise.resolve(),
};
