import { PII_CLASSES, type PiiPattern } from "../../mandate/pii-patterns";
import { MASKED_CLASSES } from "../telemetry/masked-notes";
import { maskedKeys } from "../telemetry/redaction";
import { orWithhold, rubyFilter, rubyPattern, rubyTexts } from "./logstash-ruby";

/** What a masked value becomes, as in the collectors. */
const MASK = "****";

/** What was made of nothing but digits, or of our own words. */
const OWN_FIELDS = ["@timestamp", "@version", "severity_text", "severity_number", "trace_id", "span_id"];

/**
 * A Logstash filter that masks sensitive values in every text, number and key of a record, however deep, and names
 * their classes as the agents do.
 *
 * `mutate { gsub }` would reach named fields at the top alone, and Beats send whole trees. What stands below a key that
 * gives it away (`card_number`) is masked as a whole; so is what the patterns find in `key=x`. A list with maps becomes
 * one text, as in the agents, because Elasticsearch has no fields for what is in it. A record on which the filter fails
 * is replaced by one that tells the error alone.
 *
 * A filter has one object for all workers, so what was found in a record is handed on and never kept.
 */
export function maskingFilter(id: string, patterns: readonly PiiPattern[]): string {
  return rubyFilter(id, init(patterns), orWithhold("it could not be masked", CODE));
}

function init(patterns: readonly PiiPattern[]): string {
  return `require "json"
@own = ${rubyTexts(OWN_FIELDS)}
@patterns = {
${PII_CLASSES.map((name) => `  "${name}" => [\n${literals(patterns, name)}  ],`).join("\n")}
}
@keys = {
${PII_CLASSES.map(keyLine).join("\n")}
}
@text = lambda do |text, found|
  @patterns.reduce(text.scrub("?")) do |left, (name, patterns)|
    masked = patterns.reduce(left) { |rest, pattern| rest.gsub(pattern, "${MASK}") }
    found[name] = true unless masked == left
    masked
  end
end
@entry = lambda do |key, value, found|
  name, _ = @keys.find { |_, patterns| patterns.any? { |pattern| pattern.match?(key) } }
  @text.call("#{key}=x", told = {}) if name.nil?
  name ||= told.keys.first
  next @mask.call(value, found) if name.nil? || value.nil?
  found[name] = true
  "${MASK}"
end
@mask = lambda do |value, found|
  case value
  when String then @text.call(value, found)
  when Numeric then @text.call(value.to_s, found) == value.to_s ? value : "${MASK}"
  when Array
    parts = value.map { |part| @mask.call(part, found) }
    parts.any? { |part| part.is_a?(Hash) || part.is_a?(Array) } ? parts.to_json : parts
  when Hash then value.to_h { |key, part| [@text.call(key, {}), @entry.call(key, part, found)] }
  else value
  end
end`;
}

const CODE = `found = {}
event.to_hash.each do |field, value|
  event.set(field, @entry.call(field, value, found)) unless @own.include?(field)
end
unless found.empty?
  attributes = event.get("attributes") || {}
  event.set("attributes", attributes.merge("${MASKED_CLASSES}" => found.keys.join(" ")))
end`;

function literals(patterns: readonly PiiPattern[], name: PiiPattern["class"]): string {
  return patterns
    .filter((pattern) => pattern.class === name)
    .map(({ pattern }) => `    ${rubyPattern(pattern)},\n`)
    .join("");
}

function keyLine(name: PiiPattern["class"]): string {
  return `  "${name}" => [${maskedKeys([name]).map(rubyPattern).join(", ")}],`;
}
