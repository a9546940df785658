import { UnreadableRequestError, UnreadableResponseError } from '../core/errors';
import type { BypassReason, StoreRefusal } from '../core/reason';
import { OPERATIONS, type Arguments, type OperationName } from './operations';

/** One operation for the worker to do. */
export interface WorkerTask {
  readonly operation: OperationName;
  readonly args: Arguments<OperationName>;
}

/** Errors lose their class between threads; refusals travel as data and become errors again on the other side. */
export type WorkerReply =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'unreadable-request'; readonly reason: BypassReason; readonly message: string }
  | { readonly kind: 'unreadable-response'; readonly reason: StoreRefusal; readonly message: string };

/** Entry point of the worker thread. */
export function runTask({ operation, args }: WorkerTask): WorkerReply {
  try {
    const run = OPERATIONS[operation] as (...args: readonly unknown[]) => unknown;
    return { kind: 'done', result: run(...args) };
  } catch (error) {
    if (error instanceof UnreadableRequestError) {
      return { kind: 'unreadable-request', reason: error.reason, message: error.message };
    }
    if (error instanceof UnreadableResponseError) {
      return { kind: 'unreadable-response', reason: error.reason, message: error.message };
    }
    throw error;
  }
}
