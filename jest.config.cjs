'use strict';
// Tests run as compiled by tsc (dist/test): what is tested is what ships, and worker threads find their files.
const level = (name) => ({
  displayName: name,
  testMatch: [`<rootDir>/dist/test/${name}/**/*.test.js`],
  testEnvironment: '<rootDir>/jest.environment.cjs',
  transform: {},
});
module.exports = {
  projects: ['unit', 'contract', 'integration', 'e2e'].map(level),
  reporters: ['default', '<rootDir>/jest.closing-line.cjs'],
  testTimeout: 60_000,
  // Real processes share these machines with the tests; more files at once only make each slower.
  maxWorkers: 2,
};
