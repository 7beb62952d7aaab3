import { request } from "node:https";

/** What a page answers, without following where it leads. */
export interface Page {
  readonly status: number;
  readonly location: string;
  readonly text: string;
  /** Cookies that are set to something, as a browser sends them back, and as they were set. */
  readonly cookies: readonly { readonly pair: string; readonly attributes: string }[];
}

/** Asks for a page as a browser does that has the given cookies. */
export async function visit(url: string, ca: string, cookies: readonly string[] = []): Promise<Page> {
  return new Promise((resolve, reject) => {
    const headers = cookies.length === 0 ? {} : { cookie: cookies.join("; ") };
    const sent = request(url, { ca, headers, timeout: 20_000 }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("error", reject);
      response.once("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location ?? "",
          text: Buffer.concat(parts).toString("utf8"),
          cookies: (response.headers["set-cookie"] ?? []).flatMap(cookieOf),
        });
      });
    });
    sent.once("error", reject);
    sent.end();
  });
}

function cookieOf(header: string): Page["cookies"] {
  const [, pair = "", value = "", attributes = ""] = /^([^=]+=([^;]*));\s*(.*)$/.exec(header) ?? [];
  return value === "" ? [] : [{ pair, attributes }];
}
