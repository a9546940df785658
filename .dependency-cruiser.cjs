'use strict';
/** room -> rooms that it may import (besides itself). docs/architecture.md has the picture. */
const MAY_IMPORT = {
  core: [],
  config: ['core'],
  policy: ['core'],
  dialects: ['core'],
  embedding: ['core'],
  verifier: ['core'],
  store: ['core'],
  sweeper: ['core'],
  observability: ['core'],
  cache: ['core', 'policy'],
  extproc: ['core', 'cache'],
  admin: ['core', 'cache'],
  app: [
    'core',
    'config',
    'policy',
    'dialects',
    'embedding',
    'verifier',
    'store',
    'sweeper',
    'observability',
    'cache',
    'extproc',
    'admin',
  ],
  cli: ['core', 'config', 'app'],
};
/** npm package -> the only folder that may import it. */
const FENCED = {
  '@grpc/': '^src/extproc',
  'grpc-health-check': '^src/extproc',
  '@bufbuild/protobuf': '^src/extproc/generated',
  'onnxruntime-node': '^src/embedding/onnx',
  '@huggingface/tokenizers': '^src/embedding/onnx',
  '@elastic/elasticsearch': '^src/store/elasticsearch',
  lmdb: '^src/store/embedded',
  usearch: '^src/store/embedded',
  pino: '^src/observability',
  'prom-client': '^src/observability',
};
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(MAY_IMPORT).map(([room, ok]) => ({
      name: `${room}-direction`,
      severity: 'error',
      comment: `src/${room} may import only: ${ok.join(', ') || 'nothing'}`,
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...ok].join('|')})/` },
    })),
    ...Object.entries(FENCED).map(([pkg, where]) => ({
      name: `${pkg.replace(/\W+/g, '-')}-fenced`,
      severity: 'error',
      comment: `${pkg} may be imported only in ${where}`,
      from: { path: '^src/', pathNot: where },
      to: { path: `node_modules/${pkg.endsWith('/') ? pkg : `${pkg}/`}` },
    })),
    {
      name: 'stores-are-siblings',
      severity: 'error',
      from: { path: '^src/store/([^/]+)/' },
      to: { path: '^src/store/([^/]+)/', pathNot: '^src/store/$1/' },
    },
    {
      name: 'dialects-are-siblings',
      severity: 'error',
      from: { path: '^src/dialects/([^/]+)/' },
      to: { path: '^src/dialects/([^/]+)/', pathNot: '^src/dialects/($1|shared)/' },
    },
    {
      name: 'core-and-policy-are-pure',
      severity: 'error',
      from: { path: '^src/(core|policy)/' },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    { name: 'src-not-to-test', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench|tools)/' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
