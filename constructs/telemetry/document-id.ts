import type { HelmValue } from "../core/helm-values";
import { group } from "./collector-text";

/** Attribute that the exporter to Elasticsearch makes the document's id, and takes out of the document. */
const DOCUMENT_ID = 'log.attributes["elasticsearch.document_id"]';

/** Where in its file a record begins; the reader of files sets it. */
const OFFSET = 'log.attributes["log.file.record_offset"]';

const CONTAINER = ["k8s.pod.uid", "k8s.container.name", "k8s.container.restart_count"].map(
  (name) => `resource.attributes["${name}"]`,
);

/**
 * Ids of documents from where and when a line was written. A line that is read again after a crash, or sent again
 * because the answer was lost, is the same document, which Elasticsearch has already. The name of the file is not part
 * of it, because rotation changes it. Comes after normalisation, which takes such attributes away from senders.
 */
export const LINE_DOCUMENT_ID = documentId([...CONTAINER, "log.time_unix_nano", OFFSET], `${OFFSET} != nil`);

/** The same for the audit log, whose events have an id of their own at each stage. */
export const AUDIT_DOCUMENT_ID = documentId(
  ['log.body["auditID"]', 'log.body["stage"]'],
  'IsMap(log.body) and log.body["auditID"] != nil',
);

function documentId(parts: readonly string[], condition: string): HelmValue {
  const statements = [
    `set(${DOCUMENT_ID}, SHA256(Concat([${parts.join(", ")}], "/")))`,
    'delete_key(log.attributes, "log.file.record_offset")',
  ];
  return { error_mode: "ignore", log_statements: [group(statements, [condition])] };
}
