'use strict';
// Native addons create typed arrays of the outer realm; jest's vm context has constructors of its own, and
// onnxruntime-node then refuses tensors (microsoft/onnxruntime#16622). Sharing the constructors cures it.
const { TestEnvironment } = require('jest-environment-node');
const SHARED = [
  'Float32Array',
  'Float64Array',
  'Int8Array',
  'Uint8Array',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
  'Uint8ClampedArray',
  'ArrayBuffer',
  'Error',
];
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of SHARED) this.global[name] = globalThis[name];
  }
};
