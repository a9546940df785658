import type { LogLevel } from '../core/log-level';
import { createLogger, type RootLogger } from '../observability/logger';

/** The log of the process, on standard output. */
export function openLog(level: LogLevel): RootLogger {
  return createLogger({ level });
}
