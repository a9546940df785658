import { join } from 'node:path';
import { z } from 'zod';
import { pairLine, type PairLine } from '../../src/cli/labelled-lines';
import { projectRoot } from '../harness/project-root';
import { filesOf, jsonlFiles, readLines, readSet } from './data-files';

/** A set of labelled pairs. */
export interface PairSet {
  /** The file's name without ending. */
  readonly name: string;
  readonly pairs: readonly PairLine[];
}

/** Data of others, which the user brings: none of it is in this repository. */
const PAIR_SETS = ['qqp_pairs', 'paws_qqp', 'adversarial', 'gptcache_paraphrases'] as const;

/** Texts that nobody asks about: entries that only can be hit wrongly. */
const DISTRACTORS = ['banking77', 'clinc150'] as const;

/** Of this repository. */
const SUITES = join('test', 'fixtures', 'adversarial');

export interface QualityData {
  readonly sets: readonly PairSet[];
  /** The questions of the cache-shaped set. */
  readonly qqp: readonly PairLine[];
  readonly distractors: readonly string[];
  /** What was looked for and is not there. */
  readonly missing: readonly string[];
}

/** What there is of the data in a folder (`NAME.SPLIT.jsonl`, any split), and the suites of this repository. */
export async function readData(dir: string): Promise<QualityData> {
  const brought = await readSets(PAIR_SETS.flatMap((name) => filesOf(dir, name)));
  const suites = await readSets(jsonlFiles(join(projectRoot(), SUITES)));
  const missing = [
    ...[...PAIR_SETS, ...DISTRACTORS].filter((name) => filesOf(dir, name).length === 0),
    ...(suites.length === 0 ? [SUITES] : []),
  ];
  return {
    sets: [...brought, ...suites],
    qqp: brought.filter(({ name }) => name.startsWith('qqp_pairs')).flatMap(({ pairs }) => pairs),
    distractors: await readTexts(dir, DISTRACTORS),
    missing,
  };
}

async function readSets(files: readonly string[]): Promise<readonly PairSet[]> {
  const sets: PairSet[] = [];
  for (const file of files) sets.push({ name: nameOf(file), pairs: await readLines(file, pairLine) });
  return sets;
}

/** Of all sets. */
async function readTexts(dir: string, names: readonly string[]): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const name of names) {
    const lines = await readSet(dir, name, z.looseObject({ text: z.string() }));
    texts.push(...lines.map(({ text }) => text.trim()).filter((text) => text !== ''));
  }
  return texts;
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, -'.jsonl'.length);
}
