import { ModelError } from '../core/errors';
import { logistic } from '../core/logistic';
import type { NetworkOutput } from '../onnx/network';
import { indexOfSame, type PairModelConfig } from './model-config';

/**
 * For each row of the network's output the probability that its two texts ask the same.
 * @throws ModelError when the network does not give one number for each label.
 */
export function probabilitiesOf(
  { data, shape }: NetworkOutput,
  { labels, same, activation }: PairModelConfig['output'],
): number[] {
  const [rows = 0, columns = 1, ...more] = shape;
  if (more.length > 0 || columns !== labels.length) {
    const found = more.length > 0 ? `rows of ${shape.slice(1).join(' × ')}` : String(columns);
    throw new ModelError(`model.onnx gives ${found} numbers a pair, its config has ${labels.length} labels`);
  }
  const index = indexOfSame({ labels, same }) ?? 0;
  return Array.from({ length: rows }, (_, row) => {
    const logits = data.subarray(row * columns, (row + 1) * columns);
    return activation === 'sigmoid' ? logistic(logits[index] ?? 0) : softmax(logits, index);
  });
}

function softmax(logits: Float32Array, index: number): number {
  // Nothing that is raised is above 0, so nothing overflows.
  const most = Math.max(...logits);
  const weights = Array.from(logits, (logit) => Math.exp(logit - most));
  return (weights[index] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0);
}
