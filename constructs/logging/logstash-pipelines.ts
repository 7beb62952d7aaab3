import type { HelmValue } from "../core/helm-values";
import { LEGACY_DATASET, REJECTED_DATASET } from "./log-data-streams";
import { AS_TEXT, COMMON_FIELDS, WITHOUT_FOREIGN_FIELDS } from "./logstash-filters";
import { maskingFilter } from "./logstash-masking";

/** Ports of the inputs; all speak TLS and ask for a client certificate. */
export const LOGSTASH_PORTS = { syslog: 6514, beats: 5044, http: 8443 } as const;

/** Folders of the Logstash container. */
export const LOGSTASH_TLS = "/usr/share/logstash/tls";
export const LOGSTASH_ES_CA = "/usr/share/logstash/elasticsearch-ca";
export const LOGSTASH_DATA = "/usr/share/logstash/data";

/** Environment variables of the Logstash container; Logstash itself puts them in. */
export const LOGSTASH_ENVIRONMENT = {
  url: "ES_URL",
  username: "ES_USERNAME",
  password: "ES_PASSWORD",
} as const;

/** Id of the pipeline whose rejected records the other one takes up. */
const LEGACY_PIPELINE = "legacy";

/** What the pipelines are made from. */
export interface LogstashPipelineOptions {
  /** Regular expressions in RE2 syntax of what must never be stored. */
  readonly maskPatterns: readonly string[];
}

/** The pipelines of Logstash, as ECK takes them. */
export function logstashPipelines({ maskPatterns }: LogstashPipelineOptions): readonly HelmValue[] {
  return [
    { "pipeline.id": LEGACY_PIPELINE, "config.string": legacyPipeline(maskPatterns) },
    {
      "pipeline.id": "rejected",
      // Its input is a queue on disk already, and what it cannot deliver must not come round again.
      "queue.type": "memory",
      "dead_letter_queue.enable": false,
      "config.string": rejectedPipeline(maskPatterns),
    },
  ];
}

function legacyPipeline(maskPatterns: readonly string[]): string {
  return sections({
    input: INPUTS,
    filter: [WITHOUT_FOREIGN_FIELDS, ...COMMON_FIELDS, maskingFilter("mask", maskPatterns)],
    output: [toDataStream(LEGACY_DATASET)],
  });
}

// A record can be rejected by a condition before it was masked, so it is masked here again.
function rejectedPipeline(maskPatterns: readonly string[]): string {
  return sections({
    input: [
      `dead_letter_queue {
  path => "${LOGSTASH_DATA}/dead_letter_queue"
  pipeline_id => "${LEGACY_PIPELINE}"
  commit_offsets => true
  clean_consumed => true
}`,
    ],
    filter: [AS_TEXT, maskingFilter("mask-rejected", maskPatterns)],
    output: [toDataStream(REJECTED_DATASET)],
  });
}

const SERVER_TLS = `ssl_enabled => true
  ssl_client_authentication => "required"
  ssl_certificate => "${LOGSTASH_TLS}/tls.crt"
  ssl_key => "${LOGSTASH_TLS}/tls.key"
  ssl_certificate_authorities => ["${LOGSTASH_TLS}/ca.crt"]`;

function input(plugin: string, port: number, rest: string): string {
  return `${plugin} {
  port => ${String(port)}
  ${SERVER_TLS}
  ${rest}
}`;
}

const INPUTS = [
  input("tcp", LOGSTASH_PORTS.syslog, 'codec => line\n  add_field => { "[@metadata][via]" => "syslog" }'),
  input("beats", LOGSTASH_PORTS.beats, 'add_field => { "[@metadata][via]" => "beats" }'),
  input("http", LOGSTASH_PORTS.http, 'codec => json\n  add_field => { "[@metadata][via]" => "http" }'),
];

function toDataStream(dataset: string): string {
  const { url, username, password } = LOGSTASH_ENVIRONMENT;
  return `elasticsearch {
  id => "${dataset}"
  hosts => ["\${${url}}"]
  user => "\${${username}}"
  password => "\${${password}}"
  ssl_enabled => true
  ssl_certificate_authorities => ["${LOGSTASH_ES_CA}/ca.crt"]
  data_stream => "true"
  data_stream_type => "logs"
  data_stream_dataset => "${dataset}"
  data_stream_namespace => "default"
  data_stream_auto_routing => false
}`;
}

function sections(parts: Readonly<Record<"input" | "filter" | "output", readonly string[]>>): string {
  return Object.entries(parts)
    .map(([name, plugins]) => `${name} {\n${indented(plugins.join("\n"))}\n}\n`)
    .join("");
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
