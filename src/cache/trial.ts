import type { Candidate } from '../core/entry';
import type { Hit, Trial } from './outcome';
import type { Question } from './question';

export function checkOf({ entry, similarity, score = similarity }: Hit): Trial {
  const { id, partition, createdAt } = entry;
  return { entry: { id, partition }, createdAt, similarity, score, source: 'check' };
}

export function nearMissOf(
  { id, createdAt, similarity }: Candidate,
  score: number,
  { partition }: Pick<Question, 'partition'>,
): Trial {
  return { entry: { id, partition }, createdAt, similarity, score, source: 'near-miss' };
}
