/** @type {import("jest").Config} Needs Helm and the charts; started by `npm run test:charts`. */
module.exports = {
  ...require("./jest.config.cjs"),
  roots: ["<rootDir>/test/charts"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/test/charts/set-up.ts",
  globalTeardown: "<rootDir>/test/charts/tear-down.ts",
  // Each reads megabytes of rendered objects.
  maxWorkers: 2,
  testTimeout: 120_000,
};
