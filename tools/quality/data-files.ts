import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import { readJsonLines } from '../../src/cli/json-lines';

/** Files are named by path: there is no standard input here. */
const NOWHERE = { stdin: Readable.from([]) };

/** Paths, in the order of their names; none where there is no such folder. */
export function jsonlFiles(dir: string): readonly string[] {
  if (!existsSync(dir)) return [];
  const names = readdirSync(dir).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => join(dir, name));
}

/** Of a set of data: `NAME.SPLIT.jsonl`, any split. */
export function filesOf(dir: string, name: string): readonly string[] {
  return jsonlFiles(dir).filter((file) => file.startsWith(join(dir, `${name}.`)));
}

/** All lines of a set, none where it is not there. @throws CommandError that names each fault */
export async function readSet<T extends z.ZodType>(dir: string, name: string, schema: T): Promise<z.output<T>[]> {
  const read: (readonly z.output<T>[])[] = [];
  for (const file of filesOf(dir, name)) read.push(await readLines(file, schema));
  return read.flat();
}

/** @throws CommandError that names each fault */
export function readLines<T extends z.ZodType>(file: string, schema: T): Promise<readonly z.output<T>[]> {
  return readJsonLines(file, schema, NOWHERE);
}
