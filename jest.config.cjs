/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // Whole environments are synthesized in many tests; a loaded machine takes its time.
  testTimeout: 30_000,
  // Jest would leave one core idle, which on two cores is half of them.
  maxWorkers: "100%",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/charts/", "<rootDir>/test/tools/"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
};
