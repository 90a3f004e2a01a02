import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer of the bare server, the same for every request. */
export interface FixedAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The most that Node's own server can do: it reads the body where there is one, and answers with fixed bytes for a path.
 *
 * `node bare-http.js ANSWERS_JSON [PORT]`, where the file maps a path to a {@link FixedAnswer}; prints the port.
 */
const main = (file: string, port = "0"): void => {
  const answers = new Map(
    Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, FixedAnswer>).map(
      ([path, { headers, body }]) => [path, { headers: Object.entries(headers).flat(), body }],
    ),
  );
  const server = createServer((request, response) => {
    const answer = answers.get(request.url ?? "");
    if (answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { headers, body } = answer;
    const end = (): void => void response.writeHead(200, headers).end(body);
    if (request.method === "GET") return end();
    const pieces: Buffer[] = [];
    request
      .on("data", (piece: Buffer) => void pieces.push(piece))
      .on("end", () => {
        if (Buffer.concat(pieces).length > 0) end();
        else response.writeHead(400).end();
      });
  });
  server.listen(Number(port), "127.0.0.1", () => {
    console.log((server.address() as AddressInfo).port);
  });
};

const [file, port] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: bare-http.js ANSWERS_JSON [PORT]");
main(file, port);
