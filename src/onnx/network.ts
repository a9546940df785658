import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ModelError } from '../core/errors';
import { NETWORK_FILE } from './model-folder';
import type { Tokens } from './tokens';

/** The network itself: tokens in, numbers out. `run` blocks the calling thread. */
export interface Network {
  run(batch: readonly Tokens[]): Promise<NetworkOutput>;
  /** Its file, for messages. */
  readonly path: string;
  release(): Promise<void>;
}

export interface NetworkOutput {
  readonly data: Float32Array;
  /** The first is the number of rows of the batch. */
  readonly shape: readonly number[];
}

export interface NetworkOptions {
  /** Which output is wanted; a network that has none of this name gives its first one. */
  readonly output: string;
  /** What an operator does about a file that cannot be used. */
  readonly remedy: string;
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
export async function openNetwork(dir: string, { output: wanted, remedy }: NetworkOptions): Promise<Network> {
  const path = join(dir, NETWORK_FILE);
  const session = await InferenceSession.create(path, SESSION_OPTIONS).catch((cause: unknown) => {
    throw new ModelError(`${path} cannot be loaded (cut short, or not ONNX?). ${remedy}`, { cause });
  });
  checkInputs(path, session);
  const output = session.outputNames.find((name) => name === wanted) ?? session.outputNames[0] ?? '';
  return {
    path,
    run: async (batch) => {
      const results = await session.run(feeds(session, batch), [output], { logSeverityLevel: FATAL_ONLY });
      const found = results[output];
      if (!(found?.data instanceof Float32Array)) throw new ModelError(`${path} does not give float32 numbers`);
      return { data: found.data, shape: found.dims };
    },
    release: () => session.release(),
  };
}

function checkInputs(path: string, session: InferenceSession): void {
  const unknown = session.inputNames.filter((name) => !KNOWN_INPUTS.includes(name));
  if (unknown.length === 0 && session.inputNames.includes('input_ids')) return;
  const wanted = KNOWN_INPUTS.join(', ');
  throw new ModelError(`${path} is no network for texts: it takes ${session.inputNames.join(', ')}, not ${wanted}`);
}

/** Shorter texts are padded on the right with id 0, which the mask hides from the network. */
function feeds(session: InferenceSession, batch: readonly Tokens[]): InferenceSession.FeedsType {
  const width = Math.max(...batch.map(({ ids }) => ids.length));
  const [ids, mask, types] = [0, 1, 2].map(() => new BigInt64Array(batch.length * width)) as [Cells, Cells, Cells];
  batch.forEach((row, index) => {
    const start = index * width;
    fill(ids, row.ids, start);
    fill(types, row.types ?? [], start);
    mask.fill(1n, start, start + row.ids.length);
  });
  const data: Record<string, Cells> = { input_ids: ids, attention_mask: mask, token_type_ids: types };
  const shape = [batch.length, width];
  return Object.fromEntries(session.inputNames.map((name) => [name, new Tensor('int64', data[name] ?? ids, shape)]));
}

type Cells = BigInt64Array<ArrayBuffer>;

function fill(cells: Cells, values: readonly number[], start: number): void {
  values.forEach((value, column) => {
    cells[start + column] = BigInt(value);
  });
}
