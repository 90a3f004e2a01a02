import { availableParallelism } from "node:os";

/** Tests run as they were compiled: no transformer, and coverage mapped back to the TypeScript by V8. */
export default {
  testMatch: ["<rootDir>/tests/dist/**/*.test.js"],
  transform: {},
  reporters: ["default", "<rootDir>/tests/dist/support/skipped-reporter.js"],
  // Jest would leave one of two cores idle, and so would two workers of which one waits for a process or a clock. A worker
  // that has grown is replaced, since modules of tests are never freed.
  maxWorkers: Math.max(3, Math.floor(availableParallelism() / 2)),
  workerIdleMemoryLimit: "700MB",
  globalSetup: "<rootDir>/tests/dist/support/start-azurite.js",
  globalTeardown: "<rootDir>/tests/dist/support/stop-azurite.js",
  // A deadline for what hangs, not a measure: a busy machine takes its time to start processes.
  testTimeout: 600_000,
  testEnvironment: "<rootDir>/tests/dist/support/test-environment.js",
  // Native modules keep what jest would delete between the files.
  testEnvironmentOptions: { globalsCleanup: "off" },
  coverageProvider: "v8",
  collectCoverageFrom: ["{storage,trainer,api,data,docker}/dist/**/*.js", "!**/dist/bundle/**"],
};
