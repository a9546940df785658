'use strict';
// `npm run test:cluster`: what needs a Kubernetes API server, istiod, Envoy Gateway or a container.
const base = require('./jest.config.cjs');
module.exports = {
  ...base,
  projects: [{ ...base.projects[0], displayName: 'cluster', testMatch: ['<rootDir>/dist/test/cluster/**/*.test.js'] }],
  testTimeout: 180_000,
  // Builds of many minutes on a new machine, which are no test's time.
  globalSetup: '<rootDir>/jest.cluster.setup.cjs',
};
