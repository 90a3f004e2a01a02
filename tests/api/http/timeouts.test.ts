import { urlOf } from "@despliega/api";
import { beforeAll, describe, expect, test } from "@jest/globals";

import { apiServing } from "../protocols/support.js";
import { askTwice } from "./idle.js";
import { exchangeRaw } from "./raw.js";

let url: string;

beforeAll(async () => {
  url = urlOf((await apiServing([{}], { requestTimeoutSeconds: 0.2 })).server);
});

// Each ends only when the api closes the connection.
test.each([
  ["a head that does not end", "GET /healthz HTTP/1.1\r\nhost: x\r\n", /^HTTP\/1\.1 408 /],
  [
    "a body that nobody waits for",
    "POST /nowhere HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n",
    /^HTTP\/1\.1 404 /,
  ],
  [
    "a body that does not end",
    "POST /v1/prediction HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n",
    /^HTTP\/1\.1 408 [^]*"code":"BODY_TIMEOUT"/,
  ],
])("a connection with %s is closed", async (_, request, answer) => {
  expect(await exchangeRaw(url, request)).toMatch(answer);
});

describe("a connection that rests", () => {
  // Node.js's own five seconds, and the times that a request may take, are over by then.
  test("is kept for longer than a balancer keeps it", async () => {
    const { server } = await apiServing([{}], { requestTimeoutSeconds: 0.2 });
    const answers = await askTwice(urlOf(server), 7_500);
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*\r\nKeep-Alive: timeout=250\r\n/);
    }
  });

  test("is closed when its time is over", async () => {
    const { server } = await apiServing([{}], { keepAliveSeconds: 0.2 });
    await expect(askTwice(urlOf(server), 60_000)).rejects.toThrow("the connection was closed");
  });
});
