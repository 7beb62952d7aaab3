/** @type {import("jest").Config} Needs real programs: `npm run tools`. */
module.exports = {
  ...require("./jest.config.cjs"),
  roots: ["<rootDir>/test/tools"],
  testPathIgnorePatterns: ["/node_modules/"],
  // Two programs at a time are enough for a small machine.
  maxWorkers: 2,
  testTimeout: 120_000,
};
