import { openJudges, type Judges } from '../app/judges';
import { ModelError } from '../core/errors';
import type { Rule } from '../evaluation/judge';
import { CommandError } from './command-error';
import type { JudgingTerms } from './judging-flags';
import type { Process } from './process';
import { progressBar } from './progress';

/** The judges of a command, and the rule by which they judge. */
export interface Bench {
  readonly judges: Judges;
  readonly rule: Rule;
  readonly terms: JudgingTerms;
}

/** Loads the model for as long as the work takes. @throws CommandError when it cannot be loaded */
export async function withJudges<T>(terms: JudgingTerms, work: (bench: Bench) => Promise<T>): Promise<T> {
  const judges = await openJudges(terms.settings).catch((cause: unknown) => {
    if (!(cause instanceof ModelError)) throw cause;
    throw new CommandError(`--model, embedding.model: ${cause.message}`, 1, { cause });
  });
  const { mode, minSimilarity } = terms;
  const threshold = terms.threshold ?? judges.verifier.threshold(mode, minSimilarity);
  try {
    return await work({ judges, rule: { mode, minSimilarity, threshold }, terms });
  } finally {
    await judges.close();
  }
}

/** Embeds with progress for who watches. */
export async function embedded(
  texts: Iterable<string>,
  { judges, terms }: Bench,
  host: Process,
): ReturnType<Judges['embedAll']> {
  const distinct = new Set(texts);
  const quiet = terms.quiet || terms.json;
  const bar = progressBar(host, { label: 'embedding', unit: 'texts', total: distinct.size, quiet });
  try {
    return await judges.embedAll(distinct, (done) => {
      bar.at(done);
    });
  } finally {
    bar.end();
  }
}
