import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { CommandError } from './command-error';
import { source } from './entry-commands';
import type { PipedProcess } from './process';

/** Faults that are shown; the others are counted. */
const SHOWN = 10;

/**
 * The lines of a file of JSON objects (`-`: standard input), each as the schema has it; blank ones are left out.
 * @throws CommandError that names file, line, field and rule of each fault
 */
export async function readJsonLines<T extends z.ZodType>(
  file: string,
  schema: T,
  host: Pick<PipedProcess, 'stdin'>,
): Promise<readonly z.output<T>[]> {
  const found: z.output<T>[] = [];
  const problems: string[] = [];
  const name = file === '-' ? 'standard input' : file;
  let line = 0;
  for await (const text of linesOf(file, host)) {
    line += 1;
    if (text.trim() === '') continue;
    const parsed = parseLine(text, schema);
    if ('problems' in parsed) problems.push(...parsed.problems.map((problem) => `${name}:${line}: ${problem}`));
    else found.push(parsed.value);
  }
  if (problems.length > 0) throw new CommandError(shown(problems).join('\n'), 1);
  if (found.length === 0) throw new CommandError(`${name}: has no lines; must have a JSON object a line`, 1);
  return found;
}

async function* linesOf(file: string, host: Pick<PipedProcess, 'stdin'>): AsyncGenerator<string, void> {
  try {
    const input = await source(file, host);
    let first = true;
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      yield first ? line.replace(/^\uFEFF/, '') : line;
      first = false;
    }
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`${file}: cannot be read: ${(cause as Error).message}`, 1, { cause });
  }
}

type ParsedLine<T> = { readonly value: T } | { readonly problems: readonly string[] };

/** What is wrong is told without quoting the texts. */
function parseLine<T extends z.ZodType>(text: string, schema: T): ParsedLine<z.output<T>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problems: ['is not JSON; must be an object in one line'] };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  return { problems: parsed.error.issues.map(({ path, message }) => [...path.map(String), message].join(': ')) };
}

function shown(problems: readonly string[]): readonly string[] {
  const more = problems.length - SHOWN;
  return more > 0 ? [...problems.slice(0, SHOWN), `and ${more} more`] : problems;
}
