import js from "@eslint/js";
import jest from "eslint-plugin-jest";
import globals from "globals";
import tseslint from "typescript-eslint";

const PROVIDER_INDEXES = ["@cdktf/provider-kubernetes", "@cdktf/provider-helm"].map((name) => ({
  name,
  message: "Import lib/<resource>: the index loads every resource of the provider, 1.1 s and 200 MB.",
}));
const BUILD_HALF = {
  group: ["**/constructs", "**/constructs/**", "**/stacks", "**/stacks/**"],
  message: "assurance/ judges the artifact and must not know the code that made it.",
};
const ASSURANCE_HALF = {
  group: ["**/assurance", "**/assurance/**"],
  message: "Only stacks/mandated-app.ts and cli/ join the two halves.",
};
const restrict = (...patterns) => ({
  "no-restricted-imports": ["error", { paths: PROVIDER_INDEXES, patterns }],
});

export default tseslint.config(
  { ignores: ["dist/", "cdktf.out/", "node_modules/", "coverage/", "test/tools/fixtures/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...restrict(),
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "max-lines": ["error", { max: 300, skipComments: true, skipBlankLines: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // HelmValues is recursive, which a Record cannot be.
      "@typescript-eslint/consistent-indexed-object-style": "off",
      // A child construct lives through its scope; the reference is often not needed.
      "no-new": "off",
      eqeqeq: "error",
    },
  },
  { files: ["constructs/**/*.ts", "stacks/**/*.ts"], rules: restrict(ASSURANCE_HALF) },
  { files: ["stacks/mandated-app.ts"], rules: restrict() },
  { files: ["assurance/**/*.ts"], rules: restrict(BUILD_HALF) },
  {
    files: ["test/**/*.ts"],
    extends: [jest.configs["flat/recommended"]],
    rules: {
      "jest/valid-expect": "error",
      "jest/expect-expect": ["error", { assertFunctionNames: ["expect", "expect*", "fc.assert"] }],
      "jest/no-conditional-expect": "error",
      "max-lines": "off",
    },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: globals.node } },
  { files: ["**/*.cjs"], languageOptions: { globals: globals.node, sourceType: "commonjs" } },
);
