import { ConfigurationError } from '../../src/core/errors';

/** The problems of a configuration that is refused; none: it is not. */
export function problems(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}
