import type { estypes } from "@elastic/elasticsearch";
import { stringify as stringifyJson } from "safe-stable-stringify";
import { stringify } from "yaml";
import type { HelmValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import { allButPattern } from "./index-pattern";
import { AUDIT_DATASETS, LOG_DATA_STREAMS } from "./log-data-streams";

/** Who asks Elasticsearch for something; each has a user of its own. */
export const ELASTICSEARCH_USERS = [
  "collector",
  "jaeger",
  "grafana",
  "logstash",
  "setup",
  "exporter",
  "auditor",
] as const;
export type ElasticsearchUser = (typeof ELASTICSEARCH_USERS)[number];

/** A role, in the words of Elasticsearch's `roles.yml`. */
export interface ElasticsearchRole {
  readonly cluster?: readonly string[];
  readonly indices: readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[];
  /** What it may do in Kibana. */
  readonly applications?: readonly {
    readonly application: string;
    readonly privileges: readonly string[];
    readonly resources: readonly string[];
  }[];
}

/** The role of each user: the word under `roles` of its Secret. */
export const ROLE_OF_USER: Readonly<Record<ElasticsearchUser, string>> = {
  collector: "otel_writer",
  jaeger: "jaeger",
  grafana: "grafana_reader",
  logstash: "logstash_writer",
  setup: "es_setup",
  exporter: "exporter_monitor",
  auditor: "audit_reader",
};

/** The role for people who look at logs in Kibana; no user of ours has it. */
const LOG_READER_ROLE = "log_reader";

const AUDIT_STREAMS = AUDIT_DATASETS.map((dataset) => `logs-${dataset}.otel-*`);

// Records are added and never changed: the data streams are the audit trail too. `auto_configure` lets the first
// record of a data stream make it, from the template alone.
const APPEND_ONLY = ["auto_configure", "create_doc"];
const READ = ["read", "view_index_metadata"];
const ALL_BUT_AUDIT = [{ names: [allButPattern("logs-", AUDIT_DATASETS)], privileges: READ }];
// As the built-in role `viewer` has it: whoever looks at logs does so in Kibana, and changes nothing there. That role
// itself would open the audit trail.
const IN_KIBANA = [{ application: "kibana-.kibana", privileges: ["read"], resources: ["*"] }];

/**
 * What each role may do, and no more.
 * @see https://www.elastic.co/docs/reference/elasticsearch/security-privileges
 */
export const ELASTICSEARCH_ROLES: Readonly<Record<string, ElasticsearchRole>> = {
  otel_writer: {
    cluster: ["monitor"],
    indices: [{ names: [LOG_DATA_STREAMS.collectors], privileges: APPEND_ONLY }],
  },
  logstash_writer: {
    cluster: ["monitor"],
    indices: [{ names: [LOG_DATA_STREAMS.legacy, LOG_DATA_STREAMS.rejected], privileges: APPEND_ONLY }],
  },
  jaeger: {
    // Jaeger brings its own index templates, and its cleaner deletes what is past its time.
    cluster: ["monitor", "manage_index_templates"],
    indices: [
      {
        names: ["jaeger-*"],
        privileges: ["auto_configure", "create_index", "delete_index", "write", ...READ],
      },
    ],
  },
  es_setup: {
    // Elasticsearch rolls over and deletes as the user that wrote the policy, so the user must be able to, and stay.
    cluster: ["monitor", "manage_ilm", "manage_index_templates"],
    indices: [
      {
        names: Object.values(LOG_DATA_STREAMS),
        privileges: ["manage", "manage_failure_store", "view_index_metadata"],
      },
    ],
  },
  // Its data source asks for the health and the version of the cluster.
  grafana_reader: {
    cluster: ["monitor"],
    indices: ALL_BUT_AUDIT,
  },
  audit_reader: { indices: [{ names: AUDIT_STREAMS, privileges: READ }], applications: IN_KIBANA },
  [LOG_READER_ROLE]: { indices: ALL_BUT_AUDIT, applications: IN_KIBANA },
  exporter_monitor: {
    cluster: ["monitor", "read_ilm"],
    indices: [{ names: ["*"], privileges: ["monitor", "view_index_metadata"] }],
  },
} satisfies Record<string, estypes.SecurityRoleDescriptor>;

/** The roles as Elasticsearch's `roles.yml`, which holds nothing secret. */
export function rolesFile(): string {
  return stringify(ELASTICSEARCH_ROLES, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Name of the Secret with `username`, `password` and `roles` of a user. */
export function userSecretName(user: ElasticsearchUser): string {
  return `elasticsearch-user-${user}`;
}

/** Secret with the roles, because the operator reads roles from Secrets only; it holds nothing secret. */
export const ROLES_SECRET = "elasticsearch-roles";

/** Annotation that tells which user has which role, by the user's Secret: whoever makes the Secrets reads it. */
export const USERS_ANNOTATION = "observability.qms/users";

function userDescriptions(): string {
  const users = ELASTICSEARCH_USERS.map((username) => [
    userSecretName(username),
    { username, roles: ROLE_OF_USER[username] },
  ]);
  return stringifyJson(Object.fromEntries(users) as HelmValues);
}

/** The Secret with the roles. */
export function rolesManifest(namespace: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: ROLES_SECRET, namespace, annotations: { [USERS_ANNOTATION]: userDescriptions() } },
    stringData: { "roles.yml": rolesFile() },
  };
}
