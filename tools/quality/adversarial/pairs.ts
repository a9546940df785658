import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../harness/project-root';

/** Two prompts of test/fixtures/adversarial, whose README says how they were written. */
export interface AdversarialPair {
  /** Unique in its file. */
  readonly id: string;
  /** What is asked. */
  readonly a: string;
  /** What was asked before, whose answer a cache holds. */
  readonly b: string;
  /** The answer to `b` fully serves `a`. */
  readonly same: boolean;
  /** In what the two differ. */
  readonly kind: string;
  /** Of both prompts, ISO 639-1. */
  readonly lang: string;
}

/** From the checkout's root. */
export const ADVERSARIAL = join('test', 'fixtures', 'adversarial');

/** `suite`: both labels, all languages; `rewordings`: harmless ones only, English. */
export function readAdversarial(name: 'suite' | 'rewordings'): readonly AdversarialPair[] {
  const text = readFileSync(join(projectRoot(), ADVERSARIAL, `${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AdversarialPair);
}
