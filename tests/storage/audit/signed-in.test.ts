import { hostname } from "node:os";

import { identityIn, signedInTo } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { azuriteConnectionString } from "../../support/azurite.js";

const tokenOf = (claims: object): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

test.each<[string, object, object | undefined]>([
  ["a user", { oid: "o", tid: "t", upn: "ana@example.com" }, { name: "ana@example.com" }],
  ["a user of a v2.0 token", { oid: "o", preferred_username: "ana" }, { name: "ana" }],
  ["a service", { oid: "o", appid: "an-app" }, { name: "an-app" }],
  ["nobody without an object id", { upn: "ana@example.com" }, undefined],
])("the token of an account names %s", (_, claims, named) => {
  const found = identityIn(tokenOf(claims));
  if (named === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject({ oid: "o", ...named });
});

test("what is no token names nobody, and neither does a key of the account", async () => {
  expect(identityIn("none")).toBeUndefined();
  expect(await signedInTo({ connectionString: azuriteConnectionString() })).toEqual({
    user: expect.stringMatching(/./),
    host: hostname(),
  });
});
