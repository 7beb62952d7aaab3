const base = require("./jest.config.cjs");

/** Tests that apply what was synthesized to an API server; `npm run test:cluster`. */
/** @type {import("jest").Config} */
module.exports = {
  ...base,
  roots: ["<rootDir>/test/cluster"],
  testMatch: ["**/*.cluster.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/test/cluster/set-up.ts",
  globalTeardown: "<rootDir>/test/cluster/tear-down.ts",
  verbose: true,
  testTimeout: 30 * 60 * 1000,
  // Two clusters at once would measure each other.
  maxWorkers: 1,
};
