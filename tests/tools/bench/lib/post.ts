import { request } from "node:http";

/** One request by POST. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Sends a request and reads its answer. @returns its seconds @throws for an answer other than 200 */
export const post = ({ url, headers, body }: Post): Promise<number> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const options = {
      method: "POST",
      headers: { ...headers, "content-length": body.length },
      timeout: 120_000,
    };
    const sent = request(url, options, (response) => {
      let start = "";
      response.on("data", (chunk: Buffer) => {
        if (start.length < 300) start += chunk.toString("latin1");
      });
      response.once("end", () => {
        if (response.statusCode === 200) resolve((performance.now() - started) / 1000);
        else reject(new Error(`${url} answers ${response.statusCode}: ${start.slice(0, 300)}`));
      });
    });
    sent.once("timeout", () => sent.destroy(new Error(`${url} does not answer`)));
    sent.once("error", reject).end(body);
  });
