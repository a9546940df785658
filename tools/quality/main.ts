/**
 * The published benchmark of hit quality: `npm run quality [-- [--write] [DIR]]`. DIR has the data, by default ../shared/data beside the
 * checkout. `--write` puts the tables between the markers of docs/quality.md, too.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSettings } from '../../src/config/load';
import { writeGenerated } from '../generated-file';
import { projectRoot } from '../harness/project-root';
import { readData } from './data';
import { openDefaultJudges } from './judges';
import { measure } from './measure';
import { qualityTables } from './tables';

const PAGE = join('docs', 'quality.md');
const BEGIN = '<!-- quality:begin -->';
const END = '<!-- quality:end -->';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
  const data = await readData(resolve(positionals[0] ?? join(projectRoot(), '..', 'shared', 'data')));
  const { settings } = loadSettings({ argv: [], env: {} });
  const lookup = settings.policies[0]?.lookup;
  if (lookup === undefined) throw new Error('the default policy looks nothing up');
  const judges = await openDefaultJudges();
  try {
    const quality = await measure(data, judges, lookup);
    const made = `${judges.embedder.identity} and ${judges.verifier.identity}`;
    const tables = qualityTables(quality, { made, minSimilarity: lookup.minSimilarity, missing: data.missing });
    console.log(tables);
    if (values.write === true) await writePage(tables);
  } finally {
    await judges.close();
  }
}

async function writePage(tables: string): Promise<void> {
  const page = await readFile(join(projectRoot(), PAGE), 'utf8');
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`${PAGE} has no lines ${BEGIN} and ${END} to write between`);
  await writeGenerated(PAGE, `${page.slice(0, begin + BEGIN.length)}\n\n${tables}\n\n${page.slice(end)}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
