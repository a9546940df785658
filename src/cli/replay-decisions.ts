import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { DecisionRecord } from '../core/decision';
import { CommandError } from './command-error';
import { EXIT } from './exit-status';

/** Takes a line of JSON for each decision. */
export interface DecisionFile {
  readonly onDecision: ((record: DecisionRecord) => void) | undefined;
  /** Resolves when all is written. @throws CommandError */
  end(): Promise<void>;
}

/** @param file `undefined`: nothing is written @throws CommandError */
export async function openDecisions(file: string | undefined): Promise<DecisionFile> {
  if (file === undefined) return { onDecision: undefined, end: () => Promise.resolve() };
  const cannot = (cause: Error): CommandError =>
    new CommandError(`--decisions ${file}: cannot be written: ${cause.message}`, EXIT.failed, { cause });
  const output = createWriteStream(file);
  let failure: Error | undefined;
  output.on('error', (error) => (failure ??= error));
  await once(output, 'open').catch((error: unknown) => {
    throw cannot(error as Error);
  });
  return {
    onDecision: (record) => void output.write(`${JSON.stringify(lineOf(record))}\n`),
    async end() {
      await new Promise((resolve) => output.end(resolve));
      if (failure !== undefined) throw cannot(failure);
    },
  };
}

/** Holds no text. */
function lineOf({ exchange, policy, model, verdict, similarity, score, ageSeconds, store }: DecisionRecord): object {
  const became = store && { store: store.kind === 'stored' ? 'stored' : store.reason };
  const { kind, reason } = verdict;
  return { number: Number(exchange), verdict: kind, reason, policy, model, similarity, score, ageSeconds, ...became };
}
