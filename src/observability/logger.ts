import type { Writable } from 'node:stream';
import type { LogLevel } from '../core/log-level';
import { destination as openDestination, pino, stdTimeFunctions } from 'pino';
import { errorFields } from './error-fields';

/** Lines that wait for a slow reader of our output, bytes; beyond that lines are dropped and counted. */
const MAX_WAITING_BYTES = 1024 * 1024;

const BATCH_BYTES = 4096;
const FLUSH_MS = 100;

export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log: one JSON line per call. `fields.error` is reduced to what may be shown (see `errorFields`). */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** The logger of the process. */
export interface RootLogger extends Logger {
  setLevel(level: LogLevel): void;
  level(): LogLevel;
  /** Written at every level, `silent` too: who changed what. */
  audit(message: string, fields?: LogFields): void;
  /** Lines that were lost because our output was not read fast enough. */
  dropped(): number;
  /** Writes what waits, before the process ends. */
  flush(): void;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Standard output when absent. */
  readonly destination?: Writable | { write(line: string): void };
}

export function createLogger({ level, destination }: LoggerOptions): RootLogger {
  const output = destination === undefined ? standardOutput() : { stream: destination, ...UNBUFFERED };
  const log = pino(
    {
      level,
      // Names of host and process are the platform's to add.
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: (error: unknown) => errorFields(error) },
    },
    output.stream,
  );
  // A level that a child is given afterwards stays its own; one that it is made with, and that is the parent's, does not.
  const always = log.child({});
  always.level = 'info';
  return {
    debug(message, fields = {}) {
      log.debug(fields, message);
    },
    info(message, fields = {}) {
      log.info(fields, message);
    },
    warn(message, fields = {}) {
      log.warn(fields, message);
    },
    error(message, fields = {}) {
      log.error(fields, message);
    },
    audit(message, fields = {}) {
      always.info(fields, message);
    },
    level: () => log.level as LogLevel,
    setLevel(next) {
      log.level = next;
    },
    dropped: output.dropped,
    flush: output.flush,
  };
}

interface Output {
  readonly dropped: () => number;
  readonly flush: () => void;
}

const UNBUFFERED: Output = { dropped: () => 0, flush: () => undefined };

/**
 * Asynchronous, so that a slow reader never stops the thread that answers Envoy, and written in batches, for a write costs more than
 * a line: lines may appear FLUSH_MS late.
 */
function standardOutput(): Output & { readonly stream: ReturnType<typeof openDestination> } {
  const stream = openDestination({
    fd: 1,
    sync: false,
    minLength: BATCH_BYTES,
    periodicFlush: FLUSH_MS,
    maxLength: MAX_WAITING_BYTES,
  });
  let dropped = 0;
  stream.on('drop', () => {
    dropped += 1;
  });
  // A reader that went away (a closed pipe) must not end the service.
  stream.on('error', () => {
    dropped += 1;
  });
  return {
    stream,
    dropped: () => dropped,
    flush() {
      try {
        stream.flushSync();
      } catch {
        // Nobody is left to read it.
      }
    },
  };
}
