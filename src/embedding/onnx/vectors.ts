import { ModelError } from '../../core/errors';
import type { NetworkOutput } from '../../onnx/network';
import type { Tokens } from '../../onnx/tokens';
import type { ModelConfig } from './model-config';
import { pool, toUnit } from './pooling';

interface Asked {
  /** Of the network's file, for messages. */
  readonly path: string;
  readonly batch: readonly Tokens[];
  readonly config: ModelConfig;
}

/**
 * Accepts token vectors (texts × tokens × dims), which are pooled, and ready sentence vectors (texts × dims).
 * @throws ModelError when they are not as long as the config says.
 */
export function vectorsOf({ data, shape }: NetworkOutput, { path, batch, config }: Asked): Float32Array[] {
  const { dims, pooling, normalize } = config;
  const found = shape.at(-1);
  if (found !== dims) throw new ModelError(`${path} gives vectors of ${found ?? 0} numbers, its config says ${dims}`);
  const width = shape.length === 3 ? (shape[1] ?? 0) : 1;
  return batch.map(({ ids }, index) => {
    const length = shape.length === 3 ? ids.length : 1;
    const vector = pool({ data, offset: index * width * dims, length, dims }, pooling);
    return normalize ? toUnit(vector) : vector;
  });
}
