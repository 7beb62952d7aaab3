/** What a masked value becomes, as in the collectors. */
const MASK = "****";

/** Message of the record that takes the place of one that could not be masked. */
const WITHHELD = "record withheld: it could not be masked";

/**
 * A Logstash filter that masks sensitive values in every text, number and key of a record, however deep.
 *
 * `mutate { gsub }` would reach named fields at the top alone, and Beats send whole trees. What stands below a key that
 * gives it away (`password`) is masked as a whole: such a key is one that the patterns find in `key=x`. A record on
 * which the filter fails, for whatever reason of Ruby or Java, is replaced by one that tells the error alone.
 * @param patterns - Regular expressions in RE2 syntax; the whole match is replaced.
 */
export function maskingFilter(id: string, patterns: readonly string[]): string {
  return `ruby {
  id => "${id}"
  init => '
    @own = ["@timestamp", "@version"]
    @patterns = [
${patterns.map((pattern) => `      ${rubyPattern(pattern)},`).join("\n")}
    ]
    @text = lambda { |text| @patterns.reduce(text.scrub("?")) { |rest, pattern| rest.gsub(pattern, "${MASK}") } }
    @entry = lambda { |key, value| @text.call("#{key}=x") == "#{key}=x" ? @mask.call(value) : "${MASK}" }
    @mask = lambda do |value|
      case value
      when String then @text.call(value)
      when Numeric then @text.call(value.to_s) == value.to_s ? value : "${MASK}"
      when Array then value.map { |part| @mask.call(part) }
      when Hash then value.to_h { |key, part| [@text.call(key), @entry.call(key, part)] }
      else value
      end
    end
  '
  code => '
    begin
      event.to_hash.each do |field, value|
        next if @own.include?(field)
        masked = @text.call(field)
        event.remove("[#{field}]") unless masked == field
        event.set("[#{masked}]", @entry.call(field, value))
      end
    rescue Exception => error
      new_event_block.call(LogStash::Event.new("message" => "${WITHHELD}", "error" => { "type" => error.class.name }))
      event.cancel
    end
  '
}`;
}

/**
 * A pattern in RE2 syntax as a literal of Ruby inside a text of Logstash in single quotes.
 *
 * Quotes would end the text, slashes the literal, and a number sign begins an interpolation, so they stand as codes.
 * What both engines write otherwise is little: `(?s)` is `(?m)`, and named groups lose their `P`.
 */
export function rubyPattern(pattern: string): string {
  const ruby = pattern
    .replace(/^\(\?([is]+)\)/, (_, flags: string) => `(?${flags.replace("s", "m")})`)
    .replaceAll("(?P<", "(?<")
    .replace(/\\([\s\S])|(['"/#])/g, (text, escaped: string | undefined, plain: string | undefined) => {
      const character = plain ?? escaped ?? "";
      return /['"/#]/.test(character) ? code(character) : text;
    });
  return `/${ruby}/`;
}

function code(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16)}`;
}
