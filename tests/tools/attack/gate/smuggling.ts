import type { Attack } from "../lib/attack.js";
import { API_KEY } from "../lib/field.js";
import { exchange, statusesOf } from "../lib/raw.js";

const INNER = `GET /api/user/5008806/prediccion HTTP/1.1\r\nhost: localhost\r\nx-api-key: ${API_KEY}\r\nconnection: close\r\n\r\n`;
const CHUNKED = "0\r\n\r\n";

const post = (headers: string, body: string): string =>
  `POST /v1/prediction HTTP/1.1\r\nhost: localhost\r\nx-api-key: ${API_KEY}\r\ncontent-type: application/json\r\n${headers}\r\n${body}`;

/** Requests of which a proxy and a server may disagree where they end; a second one hides in each. */
const REQUESTS: Readonly<Record<string, string>> = {
  "a length and chunks": post(
    `content-length: ${CHUNKED.length + INNER.length}\r\ntransfer-encoding: chunked\r\n`,
    CHUNKED + INNER,
  ),
  "chunks and a length": post(
    `transfer-encoding: chunked\r\ncontent-length: 4\r\n`,
    `${INNER.length.toString(16)}\r\n${INNER}\r\n0\r\n\r\n`,
  ),
  "two lengths": post(`content-length: 0\r\ncontent-length: ${INNER.length}\r\n`, INNER),
  "two lengths in one": post(`content-length: 0, ${INNER.length}\r\n`, INNER),
  "a length with a sign": post(`content-length: +0\r\n`, INNER),
  "a length below zero": post(`content-length: -1\r\n`, INNER),
  "a length in hexadecimal": post(`content-length: 0x0\r\n`, INNER),
  "a length with a blank before its colon": post(`content-length : ${INNER.length}\r\n`, INNER),
  "a length on two lines": post(`content-length:\r\n ${INNER.length}\r\n`, INNER),
  "a length beyond all numbers": post(`content-length: 18446744073709551616\r\n`, INNER),
  "chunks by a name that is nearly right": post(`transfer-encoding: xchunked\r\n`, CHUNKED + INNER),
  "chunks and another coding": post(`transfer-encoding: chunked, identity\r\n`, CHUNKED + INNER),
  "chunks twice": post(
    `transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n`,
    CHUNKED + INNER,
  ),
  "chunks with a blank before the colon": post(`transfer-encoding : chunked\r\n`, CHUNKED + INNER),
  "chunks after a tab": post(
    `transfer-encoding:\tchunked\r\ncontent-length: 3\r\n`,
    CHUNKED + INNER,
  ),
  "chunks after a vertical tab": post(`transfer-encoding:\x0bchunked\r\n`, CHUNKED + INNER),
  "chunks behind a bare line feed": post(`a: b\ntransfer-encoding: chunked\r\n`, CHUNKED + INNER),
  "chunks behind a bare carriage return": post(
    `a: b\rtransfer-encoding: chunked\r\n`,
    CHUNKED + INNER,
  ),
  "a chunk of a size with a sign": post(`transfer-encoding: chunked\r\n`, `+0\r\n\r\n${INNER}`),
  "a chunk of a size in another base": post(
    `transfer-encoding: chunked\r\n`,
    `0x0\r\n\r\n${INNER}`,
  ),
  "a chunk of a size beyond all numbers": post(
    `transfer-encoding: chunked\r\n`,
    `10000000000000000\r\n${INNER}`,
  ),
  "a chunk that ends by a bare line feed": post(`transfer-encoding: chunked\r\n`, `0\n\n${INNER}`),
  "a chunk whose extension holds a line feed": post(
    `transfer-encoding: chunked\r\n`,
    `1;a=\n\r\n[\r\n0\r\n\r\n${INNER}`,
  ),
  "an HTTP/1.0 with chunks": post(`transfer-encoding: chunked\r\n`, CHUNKED + INNER).replace(
    "HTTP/1.1",
    "HTTP/1.0",
  ),
  "HTTP/0.9": `GET /v1/models\r\n${INNER}`,
  "HTTP/2": `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${INNER}`,
  "two heads by bare line feeds": `GET /healthz HTTP/1.1\nhost: localhost\n\n${INNER}`,
  "two hosts": `GET /healthz HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\ncontent-length: 0,0\r\n\r\n${INNER}`,
};

/** Hides a request in another. */
export const smuggling: Attack = {
  tried: `${Object.keys(REQUESTS).length} requests with two lengths, odd codings and bare line ends, each with a second one inside`,
  aim: "the request inside is answered, so that a proxy in front may take it for somebody else's, or the api breaks",
  stopped:
    "the strict parser of Node.js; every message whose end is in doubt ends its connection (`api/src/http/server/client-errors.ts`)",
  async play({ keyed }) {
    const target = await keyed();
    const alone = statusesOf(await exchange(target.url, [INNER]));
    if (alone[0] !== 200) throw new Error(`the request inside is answered with ${alone.join()}`);
    const successes: string[] = [];
    let problems = 0;
    for (const [name, text] of Object.entries(REQUESTS)) {
      const answers = await exchange(target.url, [text], 2);
      const statuses = statusesOf(answers);
      if (statuses.length > 1 || statuses.includes(200) || statuses.some((status) => status >= 500))
        successes.push(`${name}: ${statuses.join(", ")}`);
      if (answers.includes("application/problem+json")) problems++;
    }
    if (!target.alive()) successes.push("the api ended");
    return {
      tries: Object.keys(REQUESTS).length,
      successes,
      figures: `${problems} refused with a problem`,
    };
  },
};
