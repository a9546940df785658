import { types } from 'node:util';
import { SemanticCacheError } from '../core/errors';

const MAX_FRAMES = 10;
const MAX_CAUSES = 4;
const MAX_MESSAGE = 500;

/** An error as it may be logged. */
export interface ErrorFields {
  readonly name: string;
  readonly code?: string | number;
  /** Only of errors whose messages are known to hold nothing of a request or an answer. */
  readonly message?: string;
  readonly frames?: readonly string[];
  readonly cause?: ErrorFields;
}

/**
 * What of an error may be logged. Messages of foreign errors are left out: JSON.parse, for one, quotes its input, which is
 * a prompt or an answer here. Our own errors and the operating system's are safe; the frames tell where the others arose.
 */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!isError(error)) return { name: `thrown ${typeof error}` };
  const code: unknown = Reflect.get(error, 'code');
  return {
    name: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(isSafe(error) ? { message: error.message.slice(0, MAX_MESSAGE) } : {}),
    ...frames(error),
    ...(error.cause === undefined || depth >= MAX_CAUSES ? {} : { cause: errorFields(error.cause, depth + 1) }),
  };
}

/** `instanceof` alone misses errors of another realm (worker threads, test environments). */
function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

function isSafe(error: Error): boolean {
  return error instanceof SemanticCacheError || typeof Reflect.get(error, 'syscall') === 'string';
}

/** The stack repeats the message, which may look like frames, so everything up to its end is cut off first. */
function frames(error: Error): { frames?: readonly string[] } {
  const { stack = '', message } = error;
  const at = stack.indexOf(message);
  if (at < 0) return {};
  const lines = stack.slice(at + message.length).split('\n');
  const found = lines.flatMap((line) => /^\s+at (.+)$/.exec(line)?.[1] ?? []).slice(0, MAX_FRAMES);
  return found.length === 0 ? {} : { frames: found };
}
