import { z } from "zod";
import { flag, host, httpsUrl, secret, text } from "./field-schemas";

/** Quotes and backslashes would end the expression that makes groups roles, `;` and `#` the line of Grafana's file. */
const group = z
  .string()
  .regex(/^[^'"`\\;#\s$%]+( [^'"`\\;#\s$%]+)*$/)
  .describe("the name of a group, without quotes, backslashes, dollar, percent, semicolon or hash signs");

const groups = z.array(group).describe("a list of groups");

/** Who lets people in. */
export const oidc = z.strictObject({
  issuer: httpsUrl,
  endpoints: z.strictObject({ authorization: httpsUrl, token: httpsUrl, userInfo: httpsUrl }),
  clientId: text,
  clientSecret: secret.optional(),
  scopes: z.array(text).min(1).describe("a list of scopes, openid among them").optional(),
  groupsClaim: group.optional(),
  groups: z.strictObject({
    admin: z.array(group).min(1).describe("a list of groups, one or more"),
    editor: groups.optional(),
    viewer: groups.optional(),
  }),
  ca: secret.optional(),
  autoLogin: flag.optional(),
  hosts: z.strictObject({ jaeger: host.optional(), kibana: host.optional() }).optional(),
});
