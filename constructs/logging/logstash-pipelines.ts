import type { PiiPattern } from "../../mandate/pii-patterns";
import type { HelmValue } from "../core/helm-values";
import { LEGACY_DATASET, REJECTED_DATASET } from "./log-data-streams";
import { maskingFilter } from "./logstash-masking";
import { AS_TEXT, NORMALISATION } from "./logstash-normalisation";

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
  /** What must never be stored. */
  readonly patterns: readonly PiiPattern[];
}

/** The pipelines of Logstash, as ECK takes them. */
export function logstashPipelines({ patterns }: LogstashPipelineOptions): readonly HelmValue[] {
  return [
    { "pipeline.id": LEGACY_PIPELINE, "config.string": legacyPipeline(patterns) },
    {
      "pipeline.id": "rejected",
      // Its input is a queue on disk already, and what it cannot deliver must not come round again.
      "queue.type": "memory",
      "dead_letter_queue.enable": false,
      "config.string": rejectedPipeline(patterns),
    },
  ];
}

function legacyPipeline(patterns: readonly PiiPattern[]): string {
  return sections({
    input: INPUTS,
    filter: [NORMALISATION, maskingFilter("mask", patterns)],
    output: [toDataStream(LEGACY_DATASET)],
  });
}

// A record is masked before it can be rejected. What keys give away can be masked as long as there are keys, what only
// the text shows afterwards; so both again, should the first ever change.
function rejectedPipeline(patterns: readonly PiiPattern[]): string {
  return sections({
    input: [
      `dead_letter_queue {
  path => "${LOGSTASH_DATA}/dead_letter_queue"
  pipeline_id => "${LEGACY_PIPELINE}"
  commit_offsets => true
  clean_consumed => true
}`,
    ],
    filter: [maskingFilter("mask-record", patterns), AS_TEXT, maskingFilter("mask-text", patterns)],
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
