import { createHash, randomBytes } from "node:crypto";
import { createServer, request, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

import { createAuthenticator, readAuthSettings } from "@despliega/api";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { capturedLog } from "../../support.js";
import { headersOf, deniedBy } from "./support.js";

const newKey = () => randomBytes(32).toString("base64url");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const [batch, batchNext, web] = [newKey(), newKey(), newKey()];
const DESPLIEGA_API_KEYS = `batch:${sha256(batch)},batch:${sha256(batchNext)},web:${sha256(web)}`;
const authenticator = async () =>
  createAuthenticator(
    readAuthSettings({ DESPLIEGA_AUTH: "key", DESPLIEGA_API_KEYS }, "0.0.0.0"),
    capturedLog(),
  );

/** The headers as Node.js hands them over when a client writes one twice. */
const sentTwice = async (name: string, values: readonly string[]): Promise<IncomingHttpHeaders> => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  const arrived = new Promise<IncomingHttpHeaders>((resolve) => {
    server.on("request", (incoming, response) => {
      resolve(incoming.headers);
      response.end();
    });
  });
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as AddressInfo;
  request({ port, host: "127.0.0.1", headers: { [name]: [...values] }, agent: false }).end();
  const headers = await arrived;
  server.close();
  return headers;
};

test.each([
  ["batch", batch],
  ["batch", batchNext],
  ["web", web],
])("the key of %s is known by its name, at once", async (name, key) =>
  expect((await authenticator())({ "x-api-key": key })).toEqual({ name, kind: "key" }),
);

describe("refused with 401 and what is wanted", () => {
  test.each([
    ["no key", undefined],
    ["an empty key", ""],
    ["another key", newKey()],
    ["the hash of a key", sha256(web)],
    ["a key with a space after it", `${web} `],
    ["the start of a key", web.slice(0, -1)],
  ])("%s", async (_what, key) => {
    const denial = await deniedBy(await authenticator(), { "x-api-key": key });
    expect(denial.code).toBe("UNAUTHENTICATED");
    expect(headersOf(denial)).toEqual({ "www-authenticate": 'ApiKey header="x-api-key"' });
  });

  test.each([
    ["two different keys", [batch, web]],
    ["the same key twice", [web, web]],
  ])("%s", async (_what, keys) => {
    const headers = await sentTwice("x-api-key", keys);
    expect((await deniedBy(await authenticator(), headers)).code).toBe("UNAUTHENTICATED");
  });
});

test("keys of any length and alphabet are compared by digests of one length", async () => {
  const authenticate = await authenticator();
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (key) => {
      // A comparison of unequal lengths would throw.
      expect(authenticate({ "x-api-key": key })).toMatchObject({ code: "UNAUTHENTICATED" });
    }),
  );
});

test("without a mode every caller is anonymous, and one line of the log warns", async () => {
  const log = capturedLog();
  const authenticate = await createAuthenticator({ mode: "none" }, log);
  expect(authenticate({})).toEqual({ name: "anonymous", kind: "anonymous" });
  expect(log.lines()).toEqual([expect.objectContaining({ level: 40 })]);
});
