import type { z } from 'zod';
import type { Problem } from './entry-query';

/** `undefined` for what is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The first fault is enough: what is wrong has to be looked at anyway. @param whole what was read, such as "the line" */
export function problemOf({ issues: [issue] }: z.ZodError, whole: string): Problem {
  const path = issue?.path.join('.') ?? '';
  return { problem: `${path === '' ? whole : path}: ${issue?.message ?? 'is not valid'}` };
}
