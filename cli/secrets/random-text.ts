import { randomInt } from "node:crypto";

// No sign among them means anything to a shell, a URL or a configuration language.
const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** About 190 bits. Session keys of an authenticating proxy have to be exactly so long. */
const LENGTH = 32;

/** A random text that nobody guesses, from the system's own source. */
export function randomText(): string {
  return Array.from({ length: LENGTH }, () => SIGNS.charAt(randomInt(SIGNS.length))).join("");
}
