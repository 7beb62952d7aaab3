import type { JsonObject, JsonValue } from "../../assurance";
import {
  below,
  entriesOf,
  isObject,
  itemsOf,
  locatedTexts,
  textOf,
  valueAt,
} from "../../assurance/artifact/json";
import { environments, filesOf, objectsOf, renderedReleases } from "../support/rendered";
import { renderedPods } from "../support/rendered-pods";

/** Secrets that charts make of values, which Terraform's state holds in clear; none of them may hold a credential. */
const MADE: Readonly<Record<string, string>> = {
  "alertmanager-kps-alertmanager": "routes and texts; credentials are files of another Secret",
  "kps-prometheus-am-relabel-confg": "how labels of alerts are rewritten",
  "elasticsearch-roles": "what roles may do",
  "elastic-operator-webhook-cert": "empty; the operator fills it",
};

/** Passwords that products and charts come with, and fields that hold one in clear. */
const DEFAULTS = /^(admin|changeme|prom-operator|password|elastic)$/;
const CLEAR =
  /(^|\.|_|\\\.)(password|admin-password|auth_password|service_key|routing_key|api_key|bearer_token|client_secret|secret_key|token)$/i;

const nameOf = (object: JsonObject): string => textOf(valueAt(object, "metadata.name")) ?? "";

/** A line of a configuration that lies in an object as text, such as `password = x`. */
const LINE =
  /^\s*(?:- )?"?([\w.-]*(?:password|client_secret|secret_key|api_key|auth_token))"?\s*(?:=>|[:=])\s*(\S.*)$/i;

/** Every field that is to hold a credential, in an object or in a configuration inside it. */
function credentialsIn(object: JsonObject): readonly (readonly [path: string, text: string])[] {
  return leaves(object).flatMap(([path, text]) => [
    ...(CLEAR.test(path) ? [[path, text] as const] : []),
    ...text.split("\n").flatMap((line) => {
      const [, key, value] = LINE.exec(line) ?? [];
      return key === undefined || value === undefined || !text.includes("\n")
        ? []
        : [[`${path}: ${key}`, value] as const];
    }),
  ]);
}

/** Every text below a key, with its path. */
function leaves(value: JsonValue, path = ""): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).flatMap((item, index) => leaves(item, below(path, index)));
  }
  if (isObject(value)) return entriesOf(value).flatMap(([key, child]) => leaves(child, below(path, key)));
  const text = textOf(value);
  return text === undefined ? [] : [[path, text]];
}

describe.each(environments())("the credentials of %s", (environment) => {
  const objects = renderedReleases(environment)
    .flatMap(objectsOf)
    .filter(({ kind }) => kind !== "CustomResourceDefinition");
  const secrets = objects.filter(({ kind }) => kind === "Secret");

  it("are in no Secret that a chart makes", () => {
    expect(secrets.map(nameOf).filter((name) => MADE[name] === undefined)).toEqual([]);
  });

  it("are not in the configuration of Alertmanager, which names files instead", () => {
    const made = secrets.find((secret) => nameOf(secret) === "alertmanager-kps-alertmanager") ?? {};
    const { "alertmanager.yaml": text = "" } = filesOf(made);
    const given = text
      .split("\n")
      .filter((line) => /\b(api_url|auth_password|service_key|routing_key|password|credentials): /.test(line))
      // The stand-in inside the cluster asks for none.
      .filter((line) => !/http:\/\/notification-sink\.|: in-cluster-sink$/.test(line));
    expect([text.includes("receivers:"), given]).toEqual([true, []]);
  });

  it("reach containers from Secrets, never as values of variables", () => {
    const literal = renderedPods(environment).flatMap(({ name, spec }) =>
      ["containers", "initContainers"]
        .flatMap((list) => itemsOf(spec[list]))
        .flatMap((container) => itemsOf(valueAt(container, "env")))
        .filter((variable) =>
          /PASS|TOKEN|CREDENTIAL|SECRET_?KEY|API_?KEY/i.test(textOf(valueAt(variable, "name")) ?? ""),
        )
        .filter((variable) => valueAt(variable, "value") !== undefined)
        .map((variable) => `${name}: ${textOf(valueAt(variable, "name")) ?? ""}`),
    );
    expect(literal).toEqual([]);
  });

  it("are in clear in no object: a field for one refers to a variable, a file or a Secret", () => {
    const clear = objects.flatMap((object) =>
      credentialsIn(object)
        .filter(([, text]) => text !== "" && !/^["']?[$%/]/.test(text))
        .map(([path, text]) => `${nameOf(object)}: ${path}: ${text}`),
    );
    expect(clear).toEqual([]);
  });

  it("are none that a product comes with", () => {
    const found = objects.flatMap((object) =>
      locatedTexts(object)
        .filter(({ path, text }) => /pass/i.test(path) && DEFAULTS.test(text))
        .map(({ path }) => `${nameOf(object)}: ${path}`),
    );
    expect(found).toEqual([]);
  });
});
