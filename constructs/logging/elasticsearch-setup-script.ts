import { LOG_DATA_STREAMS, PROBE_DATA_STREAMS } from "./log-data-streams";
import { LOG_POLICY } from "./index-lifecycle";

/** A JSON document of the ConfigMap and the path of Elasticsearch's API that takes it. */
export interface SetupDocument {
  /** Key in the ConfigMap, where `@` is not allowed. */
  readonly key: string;
  readonly path: string;
}

/** Keys of the documents that existing data streams take. */
export const EXISTING_SETTINGS = "existing-settings.json";
export const EXISTING_OPTIONS = "existing-options.json";

/** What the script has to prove at its end, in Elasticsearch's own JSON without spaces. */
export interface SetupProofs {
  readonly deleteAge: string;
  readonly replicas: number;
}

/**
 * The POSIX shell script that applies the documents, moves what exists to them and proves the result; it may run any
 * number of times. `curl --fail` ends it at the first refusal, and Kubernetes begins again.
 */
export function setupScript(documents: readonly SetupDocument[], proofs: SetupProofs): string {
  return [HEAD, ...documents.map(put), EXISTING, prove(proofs)].join("\n");
}

function put({ key, path }: SetupDocument): string {
  return `put "${path}" ${key}`;
}

const HEAD = String.raw`#!/bin/sh
# Applies lifecycle policies and templates, moves existing data streams to them, and proves the result.
set -eu

# The password must not show in the list of processes.
umask 077
quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }
credentials=$(mktemp)
trap 'rm -f "$credentials"' EXIT
printf 'user = "%s:%s"\n' "$(quoted "$ES_USERNAME")" "$(quoted "$ES_PASSWORD")" > "$credentials"

es() {
  curl --disable --config "$credentials" --cacert "$ES_CA" --fail --silent --show-error --globoff --max-time 60 \
    --header 'Content-Type: application/json' "$@"
}

put() {
  echo "put $1"
  es --request PUT "$ES_URL/$1" --data-binary "@$SETUP_FOLDER/$2" > /dev/null
}

# A young cluster answers late, knows its file users later, and installs its built-in templates last.
await() {
  echo "wait for $1"
  attempt=1
  until es "$ES_URL/$1" > /dev/null; do
    if [ "$attempt" -ge "$ATTEMPTS" ]; then
      echo "gave up after $attempt attempts: $1" >&2
      exit 1
    fi
    attempt=$((attempt + 1))
    sleep "$PAUSE_SECONDS"
  done
}

names() { tr ',{}' '\n\n\n' | sed -n 's/.*"name" *: *"\([^"]*\)".*/\1/p'; }

proven() {
  if printf '%s' "$2" | tr -d ' \n' | grep -F -q -- "$3"; then
    echo "proven: $1"
  else
    echo "not proven: $1: expected $3 in $2" >&2
    exit 1
  fi
}

await '_cluster/health?wait_for_status=yellow&timeout=20s'
await '_index_template/logs-otel@template'
await '_index_template/logs@template'
`;

const EXISTING = `
# Backing indices keep the policy and the copies that they were made with until told otherwise.
listed=$(es "$ES_URL/_data_stream/${Object.values(LOG_DATA_STREAMS).join(",")}?filter_path=data_streams.name")
streams=$(printf '%s' "$listed" | names)
for stream in $streams; do
  put "$stream/_settings" ${EXISTING_SETTINGS}
  put "_data_stream/$stream/_options" ${EXISTING_OPTIONS}
done
`;

const SIMULATED = "template.settings.index.lifecycle.name,template.settings.index.number_of_replicas";

function prove({ deleteAge, replicas }: SetupProofs): string {
  return `policy=$(es "$ES_URL/_ilm/policy/${LOG_POLICY}?filter_path=*.policy.phases.delete.min_age")
proven 'logs are deleted at the age of ${deleteAge}' "$policy" '"min_age":"${deleteAge}"'

for stream in ${PROBE_DATA_STREAMS.join(" ")}; do
  index=$(es --request POST "$ES_URL/_index_template/_simulate_index/$stream?filter_path=${SIMULATED}")
  proven "a new $stream follows the policy" "$index" '"name":"${LOG_POLICY}"'
  proven "a new $stream has the copies asked for" "$index" '"number_of_replicas":"${String(replicas)}"'
done

for stream in $streams; do
  settings=$(es "$ES_URL/$stream/_settings/index.lifecycle.name")
  policies=$(printf '%s' "$settings" | names | sort -u)
  proven "every index of $stream follows the policy" "=$policies=" '=${LOG_POLICY}='
  options=$(es "$ES_URL/_data_stream/$stream/_options")
  proven "failures of $stream are kept as long" "$options" '"data_retention":"${deleteAge}"'
done
echo done
`;
}
