import { setImmediate } from 'node:timers/promises';
import type { Preload, PreloadLine, PreloadOutcome } from '../cache/preload';
import { parseImportLine } from './import-line';
import { readLines, type Line } from './lines';

/** Lines that are worked on at once: calls under way are to notice nothing. */
const AT_ONCE = 4;
/** Refusals that an answer spells out. */
const TOLD = 20;

export interface ImportResult {
  readonly imported: number;
  /** Had expired. */
  readonly skipped: number;
  /** The first of them. */
  readonly refused: readonly { readonly line: number; readonly problem: string }[];
  readonly refusedTotal: number;
}

export interface ImportOptions {
  readonly preload: Preload;
  /** For all entries, in place of their own. */
  readonly tag: string | undefined;
  /** A longer line is refused. */
  readonly maxLineBytes: number;
  /** Told at the end, also when what comes breaks off: what was put by then is in the store. */
  readonly counted: (counts: Omit<ImportResult, 'refused'>) => void;
}

/** Puts an entry for each line; empty lines are left out. What is wrong with one line stops no other. */
export async function importLines(pieces: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<ImportResult> {
  const count = { imported: 0, skipped: 0, refusedTotal: 0 };
  const refused: { line: number; problem: string }[] = [];
  const work = async (line: Line): Promise<void> => {
    // Calls have their turn also between lines that are refused at a glance.
    await setImmediate();
    const outcome = await putLine(line, options);
    if (outcome.kind === 'put') count.imported += 1;
    else if (outcome.kind === 'skipped') count.skipped += 1;
    else {
      count.refusedTotal += 1;
      if (refused.length < TOLD) refused.push({ line: line.number, problem: outcome.problem });
    }
  };
  const working = new Set<Promise<void>>();
  try {
    for await (const line of readLines(pieces, options.maxLineBytes)) {
      if (line.text?.trim() === '') continue;
      const one = work(line).finally(() => working.delete(one));
      working.add(one);
      if (working.size >= AT_ONCE) await Promise.race(working);
    }
  } finally {
    await Promise.all(working);
    options.counted(count);
  }
  return { ...count, refused: refused.sort((a, b) => a.line - b.line) };
}

async function putLine(
  { text }: Line,
  { preload, tag, maxLineBytes }: Omit<ImportOptions, 'counted'>,
): Promise<PreloadOutcome> {
  if (text === undefined) return { kind: 'refused', problem: `longer than ${maxLineBytes} bytes, or not UTF-8` };
  const line = parseImportLine(text);
  if ('problem' in line) return { kind: 'refused', ...line };
  return preload.put(tag === undefined ? line : tagged(line, tag));
}

function tagged(line: PreloadLine, tag: string): PreloadLine {
  return line.kind === 'curated' ? { ...line, tag } : { ...line, entry: { ...line.entry, tag } };
}
