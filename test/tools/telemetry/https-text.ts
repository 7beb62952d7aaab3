import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

/** A request on the loopback. */
export interface TextRequest {
  readonly url: string;
  /** Certificate of the authority that signed the server's. */
  readonly ca: string;
  /** What is posted. @default - nothing, it is a GET */
  readonly body?: string | Buffer;
  /** @default application/json */
  readonly contentType?: string;
  /** Address that the request comes from. @default - any */
  readonly from?: string;
}

/** The text that a server answers with. @throws Error for every answer but 200 */
export async function textOf({ body, ca, contentType, from, url }: TextRequest): Promise<string> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      ca,
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? {} : { "content-type": contentType ?? "application/json" },
      ...(from === undefined ? {} : { localAddress: from }),
      timeout: 20_000,
    });
    sent.once("timeout", () => sent.destroy(new Error(`no answer from ${url}`)));
    sent.once("error", reject);
    sent.once("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("error", reject);
      response.once("end", () => {
        const text = Buffer.concat(parts).toString("utf8");
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${url} answers ${String(response.statusCode)}: ${text.slice(0, 500)}`));
      });
    });
    sent.end(body);
  });
}
