import { dot } from '../../src/core/dot';
import { drawTarget, keyAt, numbersInPartitionOf, paraphraseOf, vectorAt, type PartitionSize } from './dataset';
import { RECALL_ROUND, type StoreTasks } from './tasks';

const RECALL_QUERIES = 200;
const LIMIT = 5;

/** What an exact comparison with every entry of the partition finds. */
export interface Truth {
  readonly targets: readonly number[];
  /** Ids of the nearest, for each target's paraphrase. */
  readonly nearest: readonly (readonly string[])[];
}

/** Makes the vectors as it goes and keeps none: each is compared with all questions to its partition. */
export function exactScan(partition: PartitionSize, size: number): Truth {
  const targets = Array.from({ length: RECALL_QUERIES }, (_, n) => drawTarget(partition, size, n));
  const questions = targets.map((target) => ({
    numbers: numbersInPartitionOf(target, size),
    vector: paraphraseOf(target, RECALL_ROUND),
    best: bestNumbers(),
  }));
  for (const group of samePartition(questions)) {
    for (const i of group[0]?.numbers ?? []) {
      const vector = vectorAt(i);
      for (const question of group) question.best.offer(i, dot(question.vector, vector));
    }
  }
  return { targets, nearest: questions.map(({ best }) => best.numbers().map((i) => keyAt(i).id)) };
}

function samePartition<T extends { readonly numbers: readonly number[] }>(questions: readonly T[]): Iterable<T[]> {
  const groups = new Map<number | undefined, T[]>();
  for (const question of questions) {
    const group = groups.get(question.numbers[0]);
    if (group) group.push(question);
    else groups.set(question.numbers[0], [question]);
  }
  return groups.values();
}

/** Which share of the truth a store finds. */
export interface Recall {
  /** How often the very nearest is found first. */
  readonly at1: number;
  readonly at5: number;
}

export async function recallOf(tasks: StoreTasks, { targets, nearest }: Truth): Promise<Recall> {
  const found = await tasks.candidates({ targets, limit: LIMIT });
  const first = nearest.filter((truth, n) => truth[0] === found[n]?.[0]).length;
  const hits = nearest.flatMap((truth, n) => truth.map((id) => found[n]?.includes(id) === true));
  return { at1: first / nearest.length, at5: hits.filter(Boolean).length / hits.length };
}

function bestNumbers(): { offer(i: number, similarity: number): void; numbers(): number[] } {
  let kept: { i: number; similarity: number }[] = [];
  return {
    offer(i, similarity) {
      if (kept.length === LIMIT && similarity <= (kept[LIMIT - 1]?.similarity ?? 0)) return;
      kept = [...kept, { i, similarity }].sort((a, b) => b.similarity - a.similarity).slice(0, LIMIT);
    },
    numbers: () => kept.map(({ i }) => i),
  };
}
