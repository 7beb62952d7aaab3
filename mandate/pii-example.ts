/** An example of a sensitive value: the text as it is written, and the part that must vanish. */
export interface PiiExample {
  readonly text: string;
  /** Empty where the example marks no part: then some part must be masked. */
  readonly secret: string;
}

/** Reads an example of the table, whose sensitive part stands between « and ». */
export function piiExample(marked: string): PiiExample {
  const [, before = "", secret = "", after = ""] = /^([^«]*)«([^»]*)»([\s\S]*)$/.exec(marked) ?? [];
  return secret === "" ? { text: marked, secret } : { text: before + secret + after, secret };
}
