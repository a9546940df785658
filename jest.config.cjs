'use strict';
// Tests run as compiled by tsc (dist/test): what is tested is what ships, and worker threads find their files.
const level = (name) => ({
  displayName: name,
  testMatch: [`<rootDir>/dist/test/${name}/**/*.test.js`],
  testEnvironment: '<rootDir>/jest.environment.cjs',
  transform: {},
});
module.exports = {
  projects: ['unit', 'contract', 'chart', 'integration', 'e2e'].map(level),
  reporters: ['default', '<rootDir>/jest.closing-line.cjs'],
  testTimeout: 60_000,
  // One file at a time: the real service gives a lookup 150 ms and Envoy gives an answer 250 ms, then the call goes upstream
  // uncached, as it should; a test beside it that takes all cores would turn hits into such calls now and then.
  maxWorkers: 1,
  globalTeardown: '<rootDir>/jest.global-teardown.cjs',
};
