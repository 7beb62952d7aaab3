import { describeAllowed, valueAt as mandatedAt, type Mandate } from "../../../mandate";
import type { Artifact } from "../../artifact/artifact";
import { valueAt } from "../../artifact/json";
import { elasticsearchSetup } from "../../artifact/native/elasticsearch";
import { daysOf } from "../duration";
import { inFile, isTemplate, lifecycleUses, logPolicies, valuesUnder } from "../log-policies";
import { logRetention } from "../retention-settings";
import { boundViolations, defineRule, type Violation } from "../rule";

const KEY = "observability_configuration.log_retention_days";

/** Every lifecycle policy of logs deletes after the mandated days, counted from rollover, and is in use. */
export const logRetentionRule = defineRule({
  id: "QMS-RET-002",
  title: "logs are kept for the mandated days",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    if (logPolicies(artifact).length === 0) return [missing(mandate)];
    return [
      ...deletedEarly(artifact, mandate),
      ...neverRolledOver(artifact),
      ...unused(artifact),
      ...dataStreamLifecycles(artifact, mandate),
    ];
  },
});

function missing(mandate: Mandate): Violation {
  return {
    address: "",
    path: "",
    found: "no lifecycle policy for logs",
    required: `a policy that deletes logs after ${describeAllowed(KEY, mandatedAt(mandate.values, KEY))}`,
    mandate: KEY,
    fix: "add the Elasticsearch construct to the stack, or label the ConfigMap with its policies",
  };
}

function deletedEarly(artifact: Artifact, mandate: Mandate): readonly Violation[] {
  return logRetention(artifact).flatMap(({ address, path, written, days }) =>
    boundViolations(mandate, {
      key: KEY,
      address,
      path,
      written,
      value: days,
      fix: "raise min_age of the delete phase, or leave the policy to the construct",
    }),
  );
}

/** Without rollover the age counts from the creation of an index, which still takes records on its last day. */
function neverRolledOver(artifact: Artifact): readonly Violation[] {
  const setting = "policy.phases.hot.actions.rollover";
  return logPolicies(artifact)
    .filter(({ document }) => valueAt(document, setting) === undefined)
    .map(({ address, path }) => ({
      address,
      path: inFile(path, setting),
      found: "not set",
      required: "a rollover, so that the age counts from the last record of an index",
      mandate: KEY,
      fix: "add a rollover action to the hot phase",
    }));
}

function unused(artifact: Artifact): readonly Violation[] {
  const uses = lifecycleUses(artifact);
  const used = new Set(uses.filter(({ file }) => isTemplate(file)).map(({ policy }) => policy));
  const known = new Set(logPolicies(artifact).map(({ name }) => name));
  const unnamed = logPolicies(artifact)
    .filter(({ name }) => !used.has(name))
    .map(({ address, path, name }): Violation => ({
      address,
      path,
      found: "no template names the policy",
      required: `a component template with index.lifecycle.name ${JSON.stringify(name)}`,
      mandate: KEY,
      fix: "name the policy in the component template of the indices",
    }));
  const unknown = uses
    .filter(({ policy, isForLogs }) => isForLogs && !known.has(policy))
    .map(({ file: { address, path }, policy }): Violation => ({
      address,
      path: inFile(path, "index.lifecycle.name"),
      found: JSON.stringify(policy),
      required: `one of the policies of this set-up: ${[...known].join(", ")}`,
      mandate: KEY,
      fix: "name a policy whose retention is known",
    }));
  return [...unnamed, ...unknown];
}

/** Elasticsearch's own lifecycle of data streams, and of their failure stores, deletes too. */
function dataStreamLifecycles(artifact: Artifact, mandate: Mandate): readonly Violation[] {
  return elasticsearchSetup(artifact).flatMap(({ address, path, document }) =>
    valuesUnder(document, "data_retention").flatMap((written) =>
      boundViolations(mandate, {
        key: KEY,
        address,
        path: inFile(path, "data_retention"),
        written,
        value: daysOf(written, "elasticsearch"),
        fix: "raise data_retention, or leave deletion to the lifecycle policy",
      }),
    ),
  );
}
