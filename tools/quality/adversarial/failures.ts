import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings } from '../../../src/config/load';
import type { Judges } from '../../../src/app/judges';
import type { Embedder } from '../../../src/core/embedder';
import type { Verifier } from '../../../src/core/verifier';
import { judge, type EmbeddedText, type Rule } from '../../../src/evaluation/judge';
import { projectRoot } from '../../harness/project-root';
import { ADVERSARIAL, type AdversarialPair } from './pairs';

/** What is wrong: a hit with another question's answer, or an upstream call for an answer that was there. */
export type Failure = 'served-falsely' | 'refused';

/** By the pair's id. */
export type Failures = Readonly<Record<string, Failure>>;

/** From the checkout's root. */
export const KNOWN_FAILURES = join(ADVERSARIAL, 'known-failures.json');

export function readKnownFailures(): Failures {
  return JSON.parse(readFileSync(join(projectRoot(), KNOWN_FAILURES), 'utf8')) as Failures;
}

/** Pairs that the built-in policy in mode `standard` gets wrong, in their order. */
export async function failuresOf(
  pairs: readonly AdversarialPair[],
  { embedder, verifier }: Pick<Judges, 'embedder' | 'verifier'>,
): Promise<Failures> {
  const rule = ruleInForce(verifier);
  const failures: Record<string, Failure> = {};
  for (const { id, a, b, same } of pairs) {
    const { exact, score } = judge(await embedded(a, embedder), await embedded(b, embedder), rule, verifier);
    const hit = exact || score >= rule.threshold;
    if (hit !== same) failures[id] = hit ? 'served-falsely' : 'refused';
  }
  return failures;
}

function ruleInForce(verifier: Verifier): Rule {
  const lookup = loadSettings({ argv: [], env: {} }).settings.policies[0]?.lookup;
  if (lookup === undefined) throw new Error('there is no built-in policy that looks up');
  const { minSimilarity } = lookup;
  return { mode: 'standard', minSimilarity, threshold: verifier.threshold('standard', minSimilarity) };
}

/** One text at a time: in a batch, the last digits of a vector depend on what else is in it. */
async function embedded(text: string, embedder: Embedder): Promise<EmbeddedText> {
  return { text, embedding: await embedder.embed(text) };
}
