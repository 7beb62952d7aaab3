import { GOOGLE_TRACE, ID_IN_TEXT, LOG_FIELDS, NO_MESSAGE } from "../telemetry/log-fields";
import { FIRST_NUMBER, LEVEL_IN_TEXT, LEVEL_WORDS } from "../telemetry/log-severity";
import { KUBERNETES_KEYS, RESERVED_KEYS } from "../telemetry/sender-records";
import { orWithhold, rubyFilter, rubyPattern, rubyTexts } from "./logstash-ruby";

/** Who sends may say what it is called; the rest of a record is about what it tells. */
const RESOURCE_KEYS = ["service.name", "host.name"];

/** The raw record, beside the masked one; and what Logstash says of its own work. */
const DROPPED_KEYS = String.raw`event\.original|@version`;

/** What is no sender's to tell, nor a message's that it hands on. */
const FOREIGN_KEYS = [RESERVED_KEYS, KUBERNETES_KEYS, String.raw`host\.name`, DROPPED_KEYS].join("|");

const LEVELS = Object.entries(LEVEL_WORDS).map(([name, words]) => {
  const number = FIRST_NUMBER[name as keyof typeof FIRST_NUMBER];
  return `"${name}" => [${String(number)}, ${rubyPattern(String.raw`^(?:${words.join("|")})(?:[+-][0-9]+)?\z`)}]`;
});

const INIT = `require "json"
@levels = { ${LEVELS.join(", ")} }
@level_in_text = [${LEVEL_IN_TEXT.map(rubyPattern).join(", ")}]
@foreign = ${rubyPattern(String.raw`^(?:${FOREIGN_KEYS})\z`)}
@first = lambda { |fields, keys| fields.values_at(*keys).find { |value| !value.nil? } }
@identifier = lambda { |id, digits| id if id.to_s.downcase.match?(/\\A[0-9a-f]{#{digits}}\\z/) }
@flat = lambda do |tree, prefix, fields|
  tree.each do |key, value|
    name = prefix + key
    if value.is_a?(Hash) then @flat.call(value, name + ".", fields)
    elsif !fields.key?(name) then fields[name] = value
    end
  end
  fields
end
@parsed = lambda do |text|
  begin
    tree = JSON.parse(text)
    tree.is_a?(Hash) ? tree : nil
  rescue JSON::ParserError
    nil
  end
end`;

/** Syslog begins with its priority: facility times eight plus severity (RFC 3164, RFC 5424). */
const PRIORITY = `if via == "syslog" && (found = message.match(/\\A<([0-9]{1,3})>/))
  priority = found[1].to_i
  message = found.post_match
  fields["log.syslog.priority"] = priority
  fields["log.syslog.facility.code"] = priority / 8
  syslog = "SYSLOG#{priority % 8}"
end`;

const STRUCTURE = `tree = message.match?(/\\A\\s*\\{/) ? @parsed.call(message) : nil
structured = !tree.nil? || (via == "http" && !Array(fields["tags"]).include?("_jsonparsefailure"))
if tree
  fields.delete("message")
  @flat.call(tree, "", fields)
  fields.reject! { |key, _| @foreign.match?(key) }
elsif !message.empty?
  fields["message"] = message
end`;

const LEVEL = `level = @first.call(fields, ${rubyTexts(LOG_FIELDS.level)})
level = "SYSLOG#{fields["PRIORITY"]}" if level.nil? && fields["PRIORITY"]
level = "INFO" if level.nil? && fields["@mt"]
level ||= syslog
level ||= message[/\\A([IWEF])[0-9]{4} /, 1] unless structured
level ||= @level_in_text.lazy.map { |place| message.match(place) }.reject(&:nil?).flat_map(&:captures).reject(&:nil?).first unless structured
severity, (number, _) = @levels.find { |_, (_, words)| words.match?(level.to_s.upcase) }`;

const TRACE = `trace = @identifier.call(@first.call(fields, ${rubyTexts(LOG_FIELDS.trace)}), 32)
trace ||= fields["${GOOGLE_TRACE}"].to_s[/\\x2ftraces\\x2f([0-9a-f]{32})\\z/, 1]
trace ||= message.match(${rubyPattern(ID_IN_TEXT.trace)})&.[](1) unless structured
span = @identifier.call(@first.call(fields, ${rubyTexts(LOG_FIELDS.span)}), 16)
span ||= message.match(${rubyPattern(ID_IN_TEXT.span)})&.[](1) if trace && !structured`;

const BODY = `text = @first.call(fields, ${rubyTexts(LOG_FIELDS.message)})
fields.delete("event") if fields["event"] == text
${rubyTexts([...LOG_FIELDS.level, ...LOG_FIELDS.trace, ...LOG_FIELDS.span, ...withoutEvent()])}.each { |key| fields.delete(key) }
fields["log.format"] = structured ? "structured" : "unstructured"`;

function withoutEvent(): readonly string[] {
  return LOG_FIELDS.message.filter((key) => key !== "event");
}

const RECORD = `record = {
  "@timestamp" => event.get("@timestamp"),
  "severity_text" => severity || "UNSPECIFIED",
  "severity_number" => number || 0,
  "body" => { "text" => (text || "${NO_MESSAGE}").to_s },
  "attributes" => fields,
  "resource" => { "attributes" => resource }
}
{ "trace_id" => trace, "span_id" => span }.each { |key, id| record[key] = id.downcase if id }
new_event_block.call(LogStash::Event.new(record))
event.cancel`;

const CODE = `via = event.get("[@metadata][via]")
fields = @flat.call(event.to_hash.reject { |key, _| key == "@timestamp" }, "", {})
resource = ${rubyTexts(RESOURCE_KEYS)}.to_h { |key| [key, fields.delete(key)] }.compact
fields.reject! { |key, _| @foreign.match?(key) }
message = fields["message"].to_s
${[PRIORITY, STRUCTURE, LEVEL, TRACE, BODY, RECORD].join("\n")}`;

/**
 * A filter that gives records of all inputs the form that the agents give theirs, from the same tables: severity, trace
 * and span ids, body, flat attributes, and who sent it. Data stream, counters and place are not the sender's to tell.
 * It makes a new record, so that nothing of the old one is left beside it.
 */
export const NORMALISATION = rubyFilter("normalise", INIT, orWithhold("it could not be read", CODE));

/** A filter that makes the record one text: its own fields are what Elasticsearch could not take. */
export const AS_TEXT = rubyFilter(
  "as-text",
  "",
  orWithhold(
    "it could not be read",
    `new_event_block.call(LogStash::Event.new(
  "@timestamp" => event.get("@timestamp"),
  "severity_text" => "UNSPECIFIED", "severity_number" => 0,
  "body" => { "text" => event.to_json },
  "attributes" => { "log.format" => "rejected", "error.message" => event.get("[@metadata][dead_letter_queue][reason]") }
))
event.cancel`,
  ),
);
