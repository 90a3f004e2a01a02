import { urlOf } from "@despliega/api";
import { beforeAll, expect, test } from "@jest/globals";

import { doorsOn } from "../doors/support.js";
import { exchangeRaw } from "../http/raw.js";

let url: string;

beforeAll(async () => {
  url = urlOf((await doorsOn([{}], { requestTimeoutSeconds: 0.2 })).server);
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
