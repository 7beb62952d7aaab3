import { FIRST_NUMBER } from "../telemetry/log-severity";

/**
 * A pattern in RE2 syntax as a literal of Ruby inside a text of Logstash in single quotes.
 *
 * Quotes would end the text, slashes the literal, and a number sign begins an interpolation, so they stand as codes.
 * What both engines write otherwise is little: `(?s)` is `(?m)`, named groups lose their `P`, and `^` at the start and
 * `$` at the end are `\A` and `\z`, because Ruby's own find every line.
 */
export function rubyPattern(pattern: string): string {
  const ruby = pattern
    .replace(/^\(\?([is]+)\)/, (_, flags: string) => `(?${flags.replace("s", "m")})`)
    .replace(/^(\(\?[im]+\))?\^/, (_, flags: string | undefined) => `${flags ?? ""}\\A`)
    .replace(/([^\\])\$$/, String.raw`$1\z`)
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

/** A list of texts as a literal of Ruby; they are names, and hold nothing that would have to be escaped. */
export function rubyTexts(texts: readonly string[]): string {
  return `[${texts.map((text) => `"${text}"`).join(", ")}]`;
}

/** A filter that runs Ruby; `init` once, `code` for every record. */
export function rubyFilter(id: string, init: string, code: string): string {
  const block = (name: string, text: string): string =>
    `  ${name} => '\n${text.replaceAll(/^(?=.)/gm, "    ")}\n  '\n`;
  return `ruby {\n  id => "${id}"\n${block("init", init)}${block("code", code)}}`;
}

/**
 * Ruby that runs other Ruby on a record, and puts a record that tells the error alone in the place of one on which it
 * fails, for whatever reason of Ruby or Java.
 * @param what - what cannot be done, in the words of the record
 */
export function orWithhold(what: string, code: string): string {
  return `begin
${code.replaceAll(/^(?=.)/gm, "  ")}
rescue Exception => error
  new_event_block.call(LogStash::Event.new(
    "body" => { "text" => "record withheld: ${what}" },
    "severity_text" => "ERROR", "severity_number" => ${String(FIRST_NUMBER.ERROR)},
    "attributes" => { "error.type" => error.class.name }
  ))
  event.cancel
end`;
}
