import { writeFile } from 'node:fs/promises';
import { CommandError } from './command-error';
import { evaluateCacheFiles } from './evaluate-cache';
import { evaluatePairsFile, type PairsInput, type Shown } from './evaluate-pairs';
import { jsonText } from './evaluation-report';
import { textFlag } from './flag-values';
import { readFlags, wrongUsage, type FlagValues } from './flags';
import { judgingTerms } from './judging-flags';
import type { PipedProcess } from './process';
import { evaluateSpec, SHOWN } from './specs/evaluate';
import { withJudges } from './with-judges';

/** Measures the judges on labelled pairs, or on queries that are looked up among entries. */
export async function evaluate(args: readonly string[], host: PipedProcess): Promise<number> {
  const flags = readFlags(args, evaluateSpec);
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
    throw wrongUsage(evaluateSpec, 'evaluate needs --pairs FILE, or both --queries FILE and --entries FILE');
  }
  if (show !== undefined) throw wrongUsage(evaluateSpec, '--show goes with --pairs');
  if (queries === '-' && entries === '-') {
    throw wrongUsage(evaluateSpec, '--queries and --entries cannot both be standard input (-)');
  }
  return { queries, entries };
}

function showFlag(values: FlagValues): Shown | undefined {
  const text = textFlag(values, 'show');
  return SHOWN.find((known) => known === text);
}

async function writePlot(file: string, svg: string): Promise<void> {
  await writeFile(file, svg).catch((cause: unknown) => {
    throw new CommandError(`--plot ${file}: cannot be written: ${(cause as Error).message}`, 1, { cause });
  });
}
