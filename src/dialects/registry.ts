import type { Dialect } from '../core/dialect';
import { openaiChat } from './openai-chat';

/** Every wire format that we speak; the first that accepts a request takes it. */
export const DIALECTS: readonly Dialect[] = [openaiChat];

/** @throws Error when there is none of that name: an entry of a dialect that this build does not have. */
export function dialectNamed(name: string): Dialect {
  const dialect = DIALECTS.find((candidate) => candidate.name === name);
  if (dialect === undefined) throw new Error(`no dialect ${JSON.stringify(name)}`);
  return dialect;
}
