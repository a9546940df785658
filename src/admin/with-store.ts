import { StoreError } from '../core/errors';
import { plain, type Answer, type Call, type Route } from './reply';

/**
 * A route that needs the store: 503 while that is not open, and where it fails before anything was answered.
 * @param open `undefined` while there is none
 */
export function withStore<Open>(
  open: () => Open | undefined,
  route: (call: Call, open: Open) => Promise<Answer | undefined>,
): Route {
  return async (call) => {
    const opened = open();
    if (opened === undefined) return plain(503, 'the store is not open');
    try {
      return await route(call, opened);
    } catch (error) {
      if (error instanceof StoreError && !call.response.headersSent) return plain(503, error.message);
      throw error;
    }
  };
}
