import { openReplay, type ReplayBench } from '../app/replay';
import type { Settings } from '../config/settings';
import { ModelError } from '../core/errors';
import { seededRandom } from '../evaluation/random';
import { CommandError } from './command-error';
import { jsonText } from './evaluation-report';
import { EXIT } from './exit-status';
import { readFlags } from './flags';
import type { PipedProcess } from './process';
import { openDecisions } from './replay-decisions';
import { replayJson } from './replay-json';
import { replayFlags, type ReplayFlags } from './replay-options';
import { openRecording, type RecordingFacts } from './replay-recording';
import { replaySettings, withTerms } from './replay-settings';
import { comparisonLines, replayLines, type ComparedRun, type ReplayRun } from './replay-text';
import { replaySpec } from './specs/replay';

/** Pairs of answers of each kind of hit that are compared. */
const COMPARED = 200;
/** The same recording gives the same report. */
const SEED = 10;

/** What recorded calls would have become by a policy. The exit status is 1 when there is no call among the lines. */
export async function replay(args: readonly string[], host: PipedProcess): Promise<number> {
  const flags = readFlags(args, replaySpec);
  const options = replayFlags(flags);
  const settings = replaySettings({ argv: flags.configuration, env: host.env }, options.policy);
  const others = options.compare.map((terms) => ({ called: terms.called, settings: withTerms(settings, terms) }));
  const bench = await openReplay(settings).catch((cause: unknown) => {
    if (!(cause instanceof ModelError)) throw cause;
    throw new CommandError(`embedding.model, verify.model: ${cause.message}`, EXIT.failed, { cause });
  });
  try {
    const first = await replayOnce(bench, settings, options, host);
    if (first.facts.calls === 0) return nothing(first.facts, options, host);
    const compared: ComparedRun[] = [];
    for (const { called, settings: changed } of others) {
      const again = { ...options, show: [], decisions: undefined };
      const { found } = await replayOnce(bench, changed, again, host);
      compared.push({ called, found });
    }
    if (options.json) host.print(jsonText(replayJson(first, compared, options)));
    else for (const line of [...replayLines(first, options), ...comparisonLines(first, compared)]) host.print(line);
    return EXIT.well;
  } finally {
    await bench.close();
  }
}

async function replayOnce(
  bench: ReplayBench,
  settings: Settings,
  options: ReplayFlags,
  host: PipedProcess,
): Promise<ReplayRun> {
  const recording = await openRecording(options, host, settings.credentialHeaders);
  const { show, most } = options;
  try {
    const decisions = await openDecisions(options.decisions);
    const { onDecision } = decisions;
    const listening = { ...(onDecision && { onDecision }), random: seededRandom(SEED) };
    const found = await bench.replay(recording.calls, settings, { compare: COMPARED, show, most, ...listening });
    await decisions.end();
    return { found, facts: recording.facts() };
  } finally {
    await recording.close();
  }
}

function nothing({ faults }: RecordingFacts, { file }: ReplayFlags, host: PipedProcess): number {
  const name = file === '-' ? 'standard input' : file;
  for (const { number, problem } of faults.shown) host.printError(`${name}:${number}: ${problem}`);
  if (faults.total > faults.shown.length) host.printError(`and ${faults.total - faults.shown.length} more`);
  throw new CommandError(`${name}: has no call that can be replayed; docs/replay.md has the forms`, EXIT.failed);
}
