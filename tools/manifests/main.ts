import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeGenerated } from '../generated-file';
import { projectRoot } from '../harness/project-root';
import { CHART_FILES, ENVOY_FOLDER, generatedManifests, MANIFESTS_FOLDER } from './manifests';

/**
 * Writes what is made from the chart: `node dist/tools/manifests/main.js`. With `--check` it writes nothing and names
 * the files that are not as they would be written; the exit status is 1 when there is one. A test asks that.
 */
async function main(): Promise<void> {
  const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
  const generated = await generatedManifests();
  const committed = await texts([CHART_FILES, ENVOY_FOLDER, MANIFESTS_FOLDER]);
  const stale = [...new Set([...generated.keys(), ...committed.keys()])].filter(
    (path) => generated.get(path) !== committed.get(path),
  );
  for (const path of stale.sort()) {
    const text = generated.get(path);
    if (check) console.log(`not as made from the chart: ${path}`);
    else if (text === undefined) await rm(join(projectRoot(), path));
    else await writeGenerated(path, text);
  }
  if (check && stale.length > 0) process.exitCode = 1;
}

/** The files in the folders by path from the checkout's root. */
async function texts(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const paths = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(projectRoot(), folder), { recursive: true });
      return names.filter((name) => name.endsWith('.yaml')).map((name) => `${folder}/${name}`);
    }),
  );
  const read = async (path: string): Promise<[string, string]> => [
    path,
    await readFile(join(projectRoot(), path), 'utf8'),
  ];
  return new Map(await Promise.all(paths.flat().map(read)));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
