import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ModelError } from '../../core/errors';
import type { ModelConfig } from './model-config';
import { NETWORK_FILE, REMEDY } from './model-folder';
import { pool, toUnit } from './pooling';

/** The network itself: token ids in, vectors out. `infer` blocks the calling thread. */
export interface Network {
  infer(batch: readonly (readonly number[])[]): Promise<Float32Array[]>;
  release(): Promise<void>;
}

const KNOWN_INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'];

/** ONNX Runtime's "fatal": its other messages come as exceptions, too. */
const FATAL_ONLY = 4;

/** One thread per session: several sessions side by side serve more texts a second than one with several threads. */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: FATAL_ONLY,
};

/** @throws ModelError when the file is not a network of this kind. */
export async function openNetwork(dir: string, config: ModelConfig): Promise<Network> {
  const path = join(dir, NETWORK_FILE);
  const session = await InferenceSession.create(path, SESSION_OPTIONS).catch((cause: unknown) => {
    throw new ModelError(`${path} cannot be loaded (cut short, or not ONNX?). ${REMEDY}`, { cause });
  });
  checkInputs(path, session);
  const output = session.outputNames.find((name) => name === 'last_hidden_state') ?? session.outputNames[0] ?? '';
  return {
    infer: async (batch) => {
      const results = await session.run(feeds(session, batch), [output], { logSeverityLevel: FATAL_ONLY });
      return vectors(results[output], { path, batch, config });
    },
    release: () => session.release(),
  };
}

function checkInputs(path: string, session: InferenceSession): void {
  const unknown = session.inputNames.filter((name) => !KNOWN_INPUTS.includes(name));
  if (unknown.length === 0 && session.inputNames.includes('input_ids')) return;
  const wanted = KNOWN_INPUTS.join(', ');
  throw new ModelError(
    `${path} is no text-embedding network: it takes ${session.inputNames.join(', ')}, not ${wanted}`,
  );
}

/** Shorter texts are padded on the right with id 0, which the mask hides from the network. */
function feeds(session: InferenceSession, batch: readonly (readonly number[])[]): InferenceSession.FeedsType {
  const width = Math.max(...batch.map((ids) => ids.length));
  const ids = new BigInt64Array(batch.length * width);
  const mask = new BigInt64Array(batch.length * width);
  batch.forEach((row, index) => {
    row.forEach((id, column) => {
      ids[index * width + column] = BigInt(id);
    });
    mask.fill(1n, index * width, index * width + row.length);
  });
  const data: Record<string, BigInt64Array> = {
    input_ids: ids,
    attention_mask: mask,
    token_type_ids: new BigInt64Array(batch.length * width),
  };
  const shape = [batch.length, width];
  return Object.fromEntries(session.inputNames.map((name) => [name, new Tensor('int64', data[name] ?? ids, shape)]));
}

interface Asked {
  readonly path: string;
  readonly batch: readonly (readonly number[])[];
  readonly config: ModelConfig;
}

/** Accepts token vectors (texts × tokens × dims), which are pooled, and ready sentence vectors (texts × dims). */
function vectors(output: Tensor | undefined, { path, batch, config }: Asked): Float32Array[] {
  const { dims, pooling, normalize } = config;
  if (!(output?.data instanceof Float32Array)) throw new ModelError(`${path} does not give float32 vectors`);
  const { data, dims: shape } = output;
  const found = shape.at(-1);
  if (found !== dims) throw new ModelError(`${path} gives vectors of ${found ?? 0} numbers, its config says ${dims}`);
  const width = shape.length === 3 ? (shape[1] ?? 0) : 1;
  return batch.map((ids, index) => {
    const length = shape.length === 3 ? ids.length : 1;
    const vector = pool({ data, offset: index * width * dims, length, dims }, pooling);
    return normalize ? toUnit(vector) : vector;
  });
}
