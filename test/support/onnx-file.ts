import { BinaryWriter } from '@bufbuild/protobuf/wire';

/**
 * Writes networks in the ONNX format (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), as far as tests need it. The numbers
 * of fields are those of that file.
 */
const IR_VERSION = 8;
const OPSET = 17;
const FLOAT = 1;
const INT64 = 7;
const INT_ATTRIBUTE = 2;

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whole numbers only. */
  readonly attributes?: Readonly<Record<string, number>>;
}

export interface OnnxTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface OnnxGraph {
  /** In the order in which they are computed. */
  readonly nodes: readonly OnnxNode[];
  /** By name. */
  readonly constants: Readonly<Record<string, OnnxTensor>>;
  /** Names of int64 inputs of two dimensions, and of float outputs of two. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export function onnxFile(graph: OnnxGraph): Uint8Array {
  const opset = message((writer) => writer.uint32(tag(2, 0)).int64(OPSET));
  const head = new BinaryWriter().uint32(tag(1, 0)).int64(IR_VERSION).uint32(tag(8, 2)).bytes(opset).finish();
  return Buffer.concat([head, graphField(graph)]);
}

/**
 * Computes more with what a network gives: parsers merge what is in a file twice, so nodes, constants and outputs that follow are
 * added to those that it has. Its inputs stay.
 */
export function extended(file: Uint8Array, graph: Omit<OnnxGraph, 'inputs'>): Uint8Array {
  return Buffer.concat([file, graphField({ ...graph, inputs: [] })]);
}

function graphField(graph: OnnxGraph): Uint8Array {
  const bytes = message((writer) => {
    for (const node of graph.nodes) writer.uint32(tag(1, 2)).bytes(nodeBytes(node));
    writer.uint32(tag(2, 2)).string('graph');
    for (const [name, tensor] of Object.entries(graph.constants)) {
      writer.uint32(tag(5, 2)).bytes(tensorBytes(name, tensor));
    }
    for (const name of graph.inputs) writer.uint32(tag(11, 2)).bytes(valueBytes(name, INT64));
    for (const name of graph.outputs) writer.uint32(tag(12, 2)).bytes(valueBytes(name, FLOAT));
  });
  return new BinaryWriter().uint32(tag(7, 2)).bytes(bytes).finish();
}

function nodeBytes({ op, inputs, outputs, attributes = {} }: OnnxNode): Uint8Array {
  return message((writer) => {
    for (const name of inputs) writer.uint32(tag(1, 2)).string(name);
    for (const name of outputs) writer.uint32(tag(2, 2)).string(name);
    writer.uint32(tag(4, 2)).string(op);
    for (const [name, value] of Object.entries(attributes)) {
      const attribute = message((inner) =>
        inner.uint32(tag(1, 2)).string(name).uint32(tag(3, 0)).int64(value).uint32(tag(20, 0)).int32(INT_ATTRIBUTE),
      );
      writer.uint32(tag(5, 2)).bytes(attribute);
    }
  });
}

function tensorBytes(name: string, { shape, data }: OnnxTensor): Uint8Array {
  return message((writer) => {
    for (const size of shape) writer.uint32(tag(1, 0)).int64(size);
    writer.uint32(tag(2, 0)).int32(data instanceof Float32Array ? FLOAT : INT64);
    writer.uint32(tag(8, 2)).string(name);
    writer.uint32(tag(9, 2)).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
}

/** Its two dimensions are left open. */
function valueBytes(name: string, type: number): Uint8Array {
  const dimension = (as: string): Uint8Array => message((writer) => writer.uint32(tag(2, 2)).string(as));
  const shape = message((writer) => {
    for (const as of ['rows', `${name}_columns`]) writer.uint32(tag(1, 2)).bytes(dimension(as));
  });
  const tensor = message((writer) => writer.uint32(tag(1, 0)).int32(type).uint32(tag(2, 2)).bytes(shape));
  const typed = message((writer) => writer.uint32(tag(1, 2)).bytes(tensor));
  return message((writer) => writer.uint32(tag(1, 2)).string(name).uint32(tag(2, 2)).bytes(typed));
}

function message(write: (writer: BinaryWriter) => unknown): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}

/** @param wire 0: a number, 2: bytes with their length */
function tag(field: number, wire: 0 | 2): number {
  return (field << 3) | wire;
}
