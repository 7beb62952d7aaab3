import { Construct } from "constructs";
import { RULES, retention } from "../../assurance";
import { requiredSecrets } from "../../assurance/secrets/required-secrets";
import * as constructs from "../../constructs";
import { type ElasticsearchUser, ROLE_OF_USER, userSecretName } from "../../constructs/logging/roles";
import {
  describeAllowed,
  KINDS,
  keyOf,
  type LeafName,
  leafOf,
  loadMandate,
  MANDATE_KEYS,
} from "../../mandate";
import { valueAt as mandatedAt } from "../../mandate/keys";
import { imageUses } from "../../scripts/pinned-images";
import { artifactOf, ENVIRONMENTS } from "../support/environments";
import { readMarkdown, tableBelow } from "../support/markdown";

const README = readMarkdown("README.md");
const DEPLOY = readMarkdown("docs/deploy.md");
const REVIEW = readMarkdown("docs/review.md");
const REUSE = readMarkdown("docs/reuse.md");
const MANDATE = readMarkdown("docs/mandate.md");

/** What stands in backquotes. */
function codes(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

describe("README.md", () => {
  it("tells the mandated values as the mandate has them", () => {
    const { values } = loadMandate();
    const told = tableBelow("What is mandated", README).map(([name = "", mandated = ""]) => {
      const [leaf = ""] = codes(name);
      return [leaf, mandated];
    });
    const real = told.map(([leaf = ""]) => {
      const key = keyOf(leaf as LeafName);
      return [leaf, describeAllowed(key, mandatedAt(values, key)).replaceAll('"', "")];
    });
    expect(told).toEqual(real);
  });

  it("tells of every key that the gate checks", () => {
    const told = tableBelow("What is mandated", README).flatMap(([name = ""]) => codes(name));
    const checked = RULES.flatMap(({ mandate }) => mandate).filter((key) => !key.startsWith("qms_context."));
    expect([...told].sort()).toEqual([...new Set<string>(checked.map(leafOf))].sort());
  });

  it("shows the environments and the retention of a real run", () => {
    const shown = README.blocks
      .filter(({ language }) => language === "text")
      .flatMap(({ code }) => code.split("\n"))
      .filter((line) => /^│ \w+ +│ +\d/.test(line))
      .map((line) => line.split("│").map((cell) => cell.trim()))
      .map((cells) => [cells[1], ...cells.slice(4, 7)]);
    const real = ENVIRONMENTS.map(([name, environment]) => {
      const { metrics, logs, traces } = retention(artifactOf(environment));
      return [name, ...[metrics, logs, traces].map((days) => `${String(days)} d`)];
    });
    expect(shown).toEqual(real);
  });
});

describe("docs/deploy.md on images by digest", () => {
  it("lists every image that a chart has no place for the digest of", () => {
    const placeless = imageUses().filter(({ takesDigest }) => !takesDigest);
    const told = tableBelow("Images by digest", DEPLOY).map(([image = "", chart = ""]) => [
      ...codes(image),
      ...codes(chart),
    ]);
    expect(told).toEqual(placeless.map(({ image, usedBy }) => [image.repository, usedBy.replace(/:.*/, "")]));
  });
});

describe("docs/review.md", () => {
  it("lists the rules of the gate", () => {
    const rules = RULES.map(({ id, title, mandate }) => [
      id,
      title,
      mandate.map((key) => `\`${leafOf(key)}\``).join(", "),
    ]);
    expect(tableBelow("Rules", REVIEW)).toEqual(rules);
  });

  it("names as keys without a rule only those that have none", () => {
    const [, list = ""] =
      /\*\*Keys without a rule\*\*:([^]*?)\n\n?(?:$|Where|\S*Where)/.exec(REVIEW.prose) ?? [];
    const named = codes(list);
    const checked = new Set<string>(RULES.flatMap(({ mandate }) => mandate.flatMap((key) => key.split("."))));
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => checked.has(name))).toEqual([]);
  });
});

describe("docs/reuse.md", () => {
  it("lists every construct that the package exports", () => {
    const listed = tableBelow("Constructs", REUSE).flatMap(([name = ""]) => codes(name));
    const classes = Object.entries(constructs)
      .filter(([, exported]) => typeof exported === "function" && exported.prototype instanceof Construct)
      .map(([name]) => name);
    expect(classes.length).toBeGreaterThan(10);
    expect(classes.filter((name) => !listed.includes(name))).toEqual([]);
  });
});

describe("docs/mandate.md", () => {
  it("gives each key that it names for a kind that kind", () => {
    const switches = new Set(["on", "free"]);
    const wrong = tableBelow("Kinds", MANDATE).flatMap(([kind = "", , , names = ""]) =>
      codes(names).flatMap((name) => matching(name).map((key) => ({ key, told: codes(kind)[0] ?? "" }))),
    );
    expect(wrong.length).toBeGreaterThan(10);
    expect(wrong.filter(({ key, told }) => KINDS[key].kind !== told && !switches.has(told))).toEqual([]);
  });

  /** Keys by their name, by its end (`…_days`), or all of a table. */
  function matching(name: string): readonly (typeof MANDATE_KEYS)[number][] {
    return MANDATE_KEYS.filter((key) =>
      name.startsWith("…") ? key.endsWith(name.slice(1)) : leafOf(key) === name || key.startsWith(`${name}.`),
    );
  }
});

describe("docs/deploy.md", () => {
  const told = new Map(
    tableBelow("Secrets that must exist", DEPLOY).map(([name = "", keys = ""]) => [
      codes(name)[0] ?? "",
      codes(keys),
    ]),
  );

  it.each(ENVIRONMENTS)(
    "names every Secret that must exist before %s is deployed, and its keys",
    (_name, environment) => {
      const required = requiredSecrets(artifactOf(environment)).flatMap(({ name, keys }) =>
        keys.map(({ key }) => ({ name, key })),
      );
      expect(required.map(({ name }) => name)).toContain("grafana-admin");
      expect(required.filter(({ name, key }) => told.get(name)?.includes(key) !== true)).toEqual([]);
    },
  );

  it("names the role of every user", () => {
    const roles = Object.entries(ROLE_OF_USER).map(([user, role]) => [
      userSecretName(user as ElasticsearchUser),
      role,
    ]);
    expect(roles.filter(([secret = "", role = ""]) => told.get(secret)?.includes(role) !== true)).toEqual([]);
  });
});
