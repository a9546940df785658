import { UnreadableRequestError, UnreadableResponseError } from '../../core/errors';
import type { BypassReason, StoreRefusal } from '../../core/reason';

/** A request that cannot be understood well enough, or that no cache should answer (`unsupported-request`). @throws UnreadableRequestError */
export function refuseRequest(fault: string, reason: BypassReason = 'body-malformed'): never {
  throw new UnreadableRequestError(reason, `request: ${fault}`);
}

/** @throws UnreadableResponseError */
export function refuseResponse(reason: StoreRefusal, fault: string): never {
  throw new UnreadableResponseError(reason, `response: ${fault}`);
}
