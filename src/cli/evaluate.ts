import { writeFile } from 'node:fs/promises';
import { CommandError } from './command-error';
import { evaluateCacheFiles } from './evaluate-cache';
import { evaluatePairsFile, SHOWN, type PairsInput, type Shown } from './evaluate-pairs';
import { jsonText } from './evaluation-report';
import { readFlags, type FlagValues } from './flags';
import { judgingTerms, JUDGING_FLAGS, textFlag } from './judging-flags';
import type { PipedProcess } from './process';
import { withJudges } from './with-judges';

const FILES = {
  pairs: { type: 'string' },
  queries: { type: 'string' },
  entries: { type: 'string' },
  plot: { type: 'string' },
  show: { type: 'string' },
} as const;

/** Measures the judges on labelled pairs, or on queries that are looked up among entries. */
export async function evaluate(args: readonly string[], host: PipedProcess): Promise<number> {
  const flags = readFlags(args, { ...JUDGING_FLAGS, ...FILES });
  const input = inputOf(flags.values);
  const terms = judgingTerms(flags, host);
  const report =
    'pairs' in input
      ? await evaluatePairsFile(input, host, (work) => withJudges(terms, work))
      : await evaluateCacheFiles(input, host, (work) => withJudges(terms, work));
  const plot = textFlag(flags.values, 'plot');
  if (plot !== undefined) await writePlot(plot, report.svg());
  if (terms.json) host.print(jsonText(report.json));
  else for (const line of report.lines) host.print(line);
  return 0;
}

type Input = PairsInput | { readonly queries: string; readonly entries: string };

function inputOf(values: FlagValues): Input {
  const [pairs, queries, entries] = [
    textFlag(values, 'pairs'),
    textFlag(values, 'queries'),
    textFlag(values, 'entries'),
  ];
  const show = showFlag(values);
  if (pairs !== undefined && queries === undefined && entries === undefined) return { pairs, show };
  if (pairs !== undefined || queries === undefined || entries === undefined) {
    throw new CommandError('wrong usage: evaluate needs --pairs FILE, or both --queries FILE and --entries FILE', 2);
  }
  if (show !== undefined) throw new CommandError('wrong usage: --show goes with --pairs', 2);
  if (queries === '-' && entries === '-') {
    throw new CommandError('wrong usage: --queries and --entries cannot both be standard input (-)', 2);
  }
  return { queries, entries };
}

function showFlag(values: FlagValues): Shown | undefined {
  const text = textFlag(values, 'show');
  const shown = SHOWN.find((known) => known === text);
  if (text === undefined || shown !== undefined) return shown;
  throw new CommandError(`--show: got "${text}"; must be one of ${SHOWN.join(', ')}`, 2);
}

async function writePlot(file: string, svg: string): Promise<void> {
  await writeFile(file, svg).catch((cause: unknown) => {
    throw new CommandError(`--plot ${file}: cannot be written: ${(cause as Error).message}`, 1, { cause });
  });
}
