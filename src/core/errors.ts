import type { BypassReason, StoreRefusal } from './reason';

/**
 * Base of the errors that this program raises on purpose. Messages never hold a prompt, an answer or a credential.
 * `code` is stable and listed in docs/errors.md.
 */
export class SemanticCacheError extends Error {
  constructor(
    readonly code: `LSC_${string}`,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The configuration is wrong: the start (or the reload) is refused. `problems` holds one line per fault: path, value, rule. */
export class ConfigurationError extends SemanticCacheError {
  constructor(readonly problems: readonly string[]) {
    super('LSC_CONFIG', `configuration refused:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

/** `listen.address` cannot be bound: another process has it, no permission, or the path holds something that is no socket. */
export class ListenError extends SemanticCacheError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('LSC_LISTEN', message, options);
  }
}

/** A model is missing, truncated, not of this kind, or does not do what its config says. */
export class ModelError extends SemanticCacheError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('LSC_MODEL', message, options);
  }
}

/** More texts wait for the embedder than `embedding.queue` allows; the call goes on as a miss. */
export class EmbedderBusyError extends SemanticCacheError {
  constructor(waiting: number) {
    super('LSC_EMBEDDER_BUSY', `${waiting} texts are waiting for the embedder already`);
  }
}

/** More pairs wait for the second opinion than `verify.queue` allows; the call goes on as a miss. */
export class SecondOpinionBusyError extends SemanticCacheError {
  constructor(waiting: number) {
    super('LSC_SECOND_OPINION_BUSY', `${waiting} pairs are waiting for the second opinion already`);
  }
}

/** The store cannot be opened or used: held by another process, unwritable, of a newer format, full. */
export class StoreError extends SemanticCacheError {
  constructor(message: string, options?: { cause?: unknown; code?: `LSC_${string}` }) {
    super(options?.code ?? 'LSC_STORE', message, options);
  }
}

/** The store has not answered lately and is not asked until it does again. Costs nothing; calls go upstream. */
export class StoreUnavailableError extends StoreError {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, { ...options, code: 'LSC_STORE_UNAVAILABLE' });
  }
}

/** A request body cannot be understood well enough to cache it; the call bypasses the cache. */
export class UnreadableRequestError extends SemanticCacheError {
  constructor(
    readonly reason: BypassReason,
    message: string,
  ) {
    super('LSC_REQUEST', message);
  }
}

/** A condition or expression could not be worked out for a call. The message has its place and no value of the call. */
export class PolicyFault extends SemanticCacheError {
  constructor(message: string) {
    super('LSC_POLICY', message);
  }
}

/** A response body is not a whole, understood completion; it is not stored. */
export class UnreadableResponseError extends SemanticCacheError {
  constructor(
    readonly reason: StoreRefusal,
    message: string,
  ) {
    super('LSC_RESPONSE', message);
  }
}
