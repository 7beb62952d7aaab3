/** Who sends must not choose the data stream; and the raw record would be stored beside the masked one. */
export const WITHOUT_FOREIGN_FIELDS = `mutate {
  remove_field => ["[data_stream]", "[event][original]"]
}`;

/** Filters that give records of all inputs the same fields: level, priority, and the parts of a JSON message. */
export const COMMON_FIELDS = [
  // RFC 5424 and RFC 3164 both begin with the priority: facility times eight plus severity.
  `if [@metadata][via] == "syslog" {
  grok {
    match => { "message" => "\\A<%{NONNEGINT:[log][syslog][priority]:int}>%{GREEDYDATA:message}" }
    overwrite => ["message"]
    tag_on_failure => []
  }
  if [log][syslog][priority] {
    syslog_pri { use_labels => true }
  }
}`,
  // Emergency to error, warning, notice and info, debug.
  `if [log][syslog][severity][code] {
  if [log][syslog][severity][code] <= 3 {
    mutate { add_field => { "[log][level]" => "ERROR" } }
  } else if [log][syslog][severity][code] == 4 {
    mutate { add_field => { "[log][level]" => "WARN" } }
  } else if [log][syslog][severity][code] <= 6 {
    mutate { add_field => { "[log][level]" => "INFO" } }
  } else {
    mutate { add_field => { "[log][level]" => "DEBUG" } }
  }
}`,
  // JSON in a line of syslog or of a file; what is no JSON is left as it is, and set apart by `log.format`.
  `if [message] =~ /\\A\\s*\\{/ {
  json {
    source => "message"
    target => "structured"
    skip_on_invalid_json => true
  }
}`,
  // By hand, because a sender may have filled `log` with a text, below which nothing can be set.
  `ruby {
  id => "log-format"
  code => '
    structured = !event.get("structured").nil? || event.get("[@metadata][via]") == "http"
    log = event.get("log")
    event.set("[log][format]", structured ? "structured" : "unstructured") if log.nil? || log.is_a?(Hash)
  '
}`,
];

/** A filter that makes the record one text: its own fields are what Elasticsearch could not take. */
export const AS_TEXT = `mutate { add_field => { "[@metadata][reason]" => "%{[@metadata][dead_letter_queue][reason]}" } }
ruby {
  id => "as-text"
  code => '
    record = event.to_json
    event.to_hash.each_key { |field| event.remove("[#{field}]") unless field == "@timestamp" }
    event.set("message", record)
    event.set("[error][message]", event.get("[@metadata][reason]"))
  '
}`;
