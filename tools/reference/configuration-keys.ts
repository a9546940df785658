import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../harness/project-root';

const FILE = join('tools', 'reference', 'configuration.yaml');

const described = z.strictObject({
  key: z.string(),
  default: z.string().optional(),
  meaning: z.string().optional(),
  change: z.string().optional(),
});
const tables = z.array(z.strictObject({ section: z.string(), keys: z.array(described).nonempty() }));

/** A key of the configuration in words. */
export type DescribedKey = z.output<typeof described>;
/** The keys of one section of docs/configuration.md. */
export type KeyTable = z.output<typeof tables>[number];

/** What each key means, section by section. @throws Error when the file has another form */
export function keyTables(): readonly KeyTable[] {
  return tables.parse(parse(readFileSync(join(projectRoot(), FILE), 'utf8')));
}
