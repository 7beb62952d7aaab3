import { z } from "zod";

/*
 * What a single field of an environment can be. The description ends the sentence "allowed: …" of an error.
 */

export const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/)
  .describe("lower-case letters, digits and dashes, at most 40");

export const text = z.string().min(1).describe("a text that is not empty");

export const size = z
  .string()
  .regex(/^[1-9]\d*(Mi|Gi|Ti)$/)
  .describe('a whole number with Mi, Gi or Ti, such as "50Gi"');

export const host = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/)
  .describe("a host name without scheme, port or path");

export const hostAndPort = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?:\d+$/)
  .describe('a host name and a port, such as "smtp.example.org:587"');

export const httpsUrl = z
  .string()
  .regex(/^https:\/\/[^\s/]+/)
  .describe("an address that starts with https://");

export const secret = z.strictObject({ name: text, key: text }).describe("{ name, key } of a Secret");

export const port = z.number().int().min(1).max(65535).describe("a port from 1 to 65535");

export const cidr = z
  .union([z.cidrv4(), z.cidrv6()])
  .describe('an address range in CIDR notation, such as "10.0.0.0/8"');

export const flag = z.boolean().describe("true or false");

export const positive = z.number().positive().describe("a number above 0");

/** Relative, so that the artifact is the same in every checkout; `~` is resolved by the providers. */
export const portablePath = z
  .string()
  .regex(/^(~\/|\.{0,2}\/?[^/\s])/)
  .refine((path) => !path.startsWith("/"))
  .describe("a path below ~ or relative to the stack's folder");

/** One of some words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodType<Words[number]> {
  return z.enum(words).describe(`one of ${words.join(", ")}`);
}

/** Some of some words. */
export function someOf<const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodArray<z.ZodType<Words[number]>> {
  return z.array(oneOf(words)).describe(`a list of ${words.join(", ")}`);
}
