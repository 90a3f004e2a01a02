/** Tests run as they were compiled: no transformer, and coverage mapped back to the TypeScript by V8. */
export default {
  testMatch: ["<rootDir>/tests/dist/**/*.test.js"],
  transform: {},
  globalSetup: "<rootDir>/tests/dist/support/start-azurite.js",
  globalTeardown: "<rootDir>/tests/dist/support/stop-azurite.js",
  // A deadline for what hangs, not a measure: a busy machine takes its time to start processes.
  testTimeout: 180_000,
  // Native modules keep what jest would delete between the files.
  testEnvironmentOptions: { globalsCleanup: "off" },
  coverageProvider: "v8",
  collectCoverageFrom: ["{storage,trainer,api,data,docker}/dist/**/*.js"],
};
