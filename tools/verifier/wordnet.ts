import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is used of WordNet 3.1: words of one kind ("tram" for "bus"), and words for one thing ("car" for "automobile"). */
export interface WordNet {
  /** Other nouns of the kind that the commonest meaning of this one is of. */
  siblings(noun: string): readonly string[];
  /** Words whose commonest meaning is the commonest of this one. */
  synonyms(word: string): readonly string[];
}

const PARTS_OF_SPEECH = ['noun', 'verb', 'adj', 'adv'] as const;
/** Counts in WordNet's tagged texts: words that are hardly ever used, or hardly in this meaning, make odd pairs. */
const COMMON = 2;
const LEAST_FOR_SIBLINGS = 3;
const LEAST_FOR_SYNONYMS = 5;
const MOST_SIBLINGS = 20;

interface Meaning {
  readonly words: readonly string[];
  readonly parent: string | undefined;
}

/** @param dir the folder `dict` of a WordNet 3.1 (wndb(5WN) describes the files) */
export function openWordNet(dir: string): WordNet {
  const uses = useCounts(dir);
  const meanings = new Map(PARTS_OF_SPEECH.flatMap((part) => meaningsOf(dir, part)));
  const children = childrenOf(meanings);
  const nouns = new Map(commonestMeanings(dir, 'noun'));
  // The first part of speech that has a word is the one it is taken for.
  const first = new Map([...PARTS_OF_SPEECH].reverse().flatMap((part) => commonestMeanings(dir, part)));
  const used = (word: string): number => uses.get(word.toLowerCase()) ?? 0;
  const isCommon = (word: string): boolean => !word.includes('_') && used(word) >= COMMON;
  return {
    siblings(noun) {
      const meaning = nouns.get(noun);
      const parent = meanings.get(meaning ?? '')?.parent;
      if (meaning === undefined || parent === undefined || used(noun) < LEAST_FOR_SIBLINGS) return [];
      return (children.get(parent) ?? [])
        .filter((child) => child !== meaning)
        .flatMap((child) => meanings.get(child)?.words.slice(0, 1) ?? [])
        .filter((word) => isCommon(word) && nouns.has(word.toLowerCase()))
        .slice(0, MOST_SIBLINGS);
    },
    synonyms(word) {
      const meaning = first.get(word);
      if (meaning === undefined || used(word) < LEAST_FOR_SYNONYMS) return [];
      const words = meanings.get(meaning)?.words ?? [];
      return words.filter((other) => other !== word && isCommon(other) && first.get(other.toLowerCase()) === meaning);
    },
  };
}

function meaningsOf(dir: string, part: string): (readonly [string, Meaning])[] {
  return rows(join(dir, `data.${part}`)).map((fields) => {
    const count = parseInt(fields[3] ?? '0', 16);
    const words = Array.from({ length: count }, (_, i) => (fields[4 + 2 * i] ?? '').replace(/\(.*\)/, ''));
    const links = fields.slice(5 + 2 * count);
    const at = links.findIndex((field, i) => i % 4 === 0 && (field === '@' || field === '@i'));
    const parent = part === 'noun' && at >= 0 ? `noun:${links[at + 1] ?? ''}` : undefined;
    return [`${part}:${fields[0] ?? ''}`, { words, parent }] as const;
  });
}

function childrenOf(meanings: ReadonlyMap<string, Meaning>): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const [key, { parent }] of meanings) {
    if (parent === undefined) continue;
    const known = children.get(parent);
    if (known) known.push(key);
    else children.set(parent, [key]);
  }
  return children;
}

function commonestMeanings(dir: string, part: string): (readonly [string, string])[] {
  return rows(join(dir, `index.${part}`)).map((fields) => {
    const pointers = Number(fields[3]);
    return [fields[0] ?? '', `${part}:${fields[6 + pointers] ?? ''}`] as const;
  });
}

function useCounts(dir: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [key = '', , , count] of rows(join(dir, 'index.sense'))) {
    const word = key.split('%')[0] ?? '';
    counts.set(word, (counts.get(word) ?? 0) + Number(count));
  }
  return counts;
}

/** Lines as fields; those that begin with a space are the licence. */
function rows(file: string): string[][] {
  return readFileSync(file, 'latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('  '))
    .map((line) => (line.split('|')[0] ?? '').trim().split(' '));
}
