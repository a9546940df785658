import type { PipedProcess } from './process';

/** Runs with its flags to its exit status. @throws CommandError, ConfigurationError */
export type Command = (flags: readonly string[], host: PipedProcess) => number | Promise<number>;
