import type { Attack } from "../lib/attack.js";
import { startIssuer } from "../lib/issuer.js";
import { exchange } from "../lib/raw.js";

/** Targets of a request on which a parser of urls may throw. */
const TARGETS = [
  "//",
  "//:",
  "///",
  "//[::1",
  "//a:99999999",
  "http://",
  "http://[",
  "/%",
  "/%ff",
  "/\\",
  "\\\\",
  "*",
  "?",
  "/token?role=%",
  "/token?role=%00",
  `/token?role=${"a".repeat(8_000)}`,
  "/token?role=__proto__&role=constructor",
  "/keys/../../etc/passwd",
] as const;

/** What is no request at all. */
const GARBAGE = [
  "\r\n\r\n",
  "GARBAGE\r\n\r\n",
  "\0\0\0\0",
  "GET / HTTP/9.9\r\n\r\n",
  `GET / HTTP/1.1\r\nhost: localhost\r\na: ${"a".repeat(40_000)}\r\n\r\n`,
  "POST /token HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n",
  "CONNECT localhost:1 HTTP/1.1\r\nhost: localhost\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: localhost\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n",
] as const;

/** Ends the issuer of tokens of `npm start` by a request. */
export const issuer: Attack = {
  tried: `${TARGETS.length + GARBAGE.length} requests at the issuer of tokens of \`npm start\`: targets that are no url, garbage, heads that are too large`,
  aim: "the issuer ends, or gives no more tokens",
  stopped:
    "targets are parsed without an exception, and every failure is answered (`docker/src/start/token-issuer.ts`)",
  async play(field) {
    const { url, alive } = await startIssuer(field);
    const successes: string[] = [];
    const requests = [
      ...TARGETS.map(
        (target) => `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
      ),
      ...GARBAGE,
    ];
    for (const request of requests) {
      await exchange(url, [request], 1);
      if (alive()) continue;
      successes.push(`${JSON.stringify(request.slice(0, 40))} ends it`);
      break;
    }
    const token = await exchange(url, [
      "GET /token?role=a HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    ]);
    if (!token.includes("eyJ")) successes.push("it gives no token any more");
    return { tries: requests.length, successes, figures: "" };
  },
};
