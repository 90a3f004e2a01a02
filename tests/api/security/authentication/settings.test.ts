import { hash } from "node:crypto";

import { readAuthSettings } from "@despliega/api";
import { describe, expect, test } from "@jest/globals";

const OPEN = "0.0.0.0";
const TENANT = "8EAEF023-2B34-4DA1-9BAA-8BC8C9D6A490";
const HASH = "0123456789abcdef".repeat(4);

describe("without DESPLIEGA_AUTH", () => {
  test.each(["localhost", "127.0.0.1", "127.8.9.10", "::1"])("%s needs no authentication", (host) =>
    expect(readAuthSettings({}, host)).toEqual({ mode: "none" }),
  );

  test.each([OPEN, "::", "10.0.0.4", "api.example.com", "127.0.0.1.example.com", "::ffff:8.8.8.8"])(
    "%s is refused, with what to set",
    (host) =>
      expect(() => readAuthSettings({}, host)).toThrow(
        /^DESPLIEGA_AUTH: is missing.*key.*entra.*none/,
      ),
  );

  test.each([
    ["DESPLIEGA_API_KEYS", `batch:${HASH}`],
    ["DESPLIEGA_ENTRA_AUDIENCE", "api://despliega"],
  ])("%s alone does not open the api on loopback", (name, value) =>
    expect(() => readAuthSettings({ [name]: value }, "127.0.0.1")).toThrow(
      new RegExp(`^DESPLIEGA_AUTH: is missing, beside ${name}`),
    ),
  );
});

test("none is taken on any host when it is said", () =>
  expect(readAuthSettings({ DESPLIEGA_AUTH: "none" }, OPEN)).toEqual({ mode: "none" }));

test("keys are names with hashes, and one name may have two of them", () => {
  const other = HASH.replaceAll("0", "f");
  const text = `batch:${HASH.toUpperCase()}, batch:${other},web-1:${"7".repeat(64)}`;
  expect(readAuthSettings({ DESPLIEGA_AUTH: "key", DESPLIEGA_API_KEYS: text }, OPEN)).toEqual({
    mode: "key",
    keys: [
      { name: "batch", digest: HASH },
      { name: "batch", digest: other },
      { name: "web-1", digest: "7".repeat(64) },
    ],
  });
});

test("a tenant is enough to know Entra's issuer and keys", () =>
  expect(
    readAuthSettings(
      {
        DESPLIEGA_AUTH: "entra",
        DESPLIEGA_ENTRA_TENANT_ID: TENANT,
        DESPLIEGA_ENTRA_AUDIENCE: "api://despliega, client-1",
      },
      OPEN,
    ),
  ).toEqual({
    mode: "entra",
    issuers: [`https://login.microsoftonline.com/${TENANT.toLowerCase()}/v2.0`],
    jwksUrl: `https://login.microsoftonline.com/${TENANT.toLowerCase()}/discovery/v2.0/keys`,
    audiences: ["api://despliega", "client-1"],
    roles: [],
    authContext: undefined,
    secondFactor: false,
  }));

test("issuer, keys, role and authentication context can be said", () =>
  expect(
    readAuthSettings(
      {
        DESPLIEGA_AUTH: "entra",
        DESPLIEGA_ENTRA_ISSUER: "https://issuer.example",
        DESPLIEGA_ENTRA_JWKS_URL: "http://127.0.0.1:9/keys",
        DESPLIEGA_ENTRA_AUDIENCE: "api",
        DESPLIEGA_ENTRA_ROLE: "Predict",
        DESPLIEGA_ENTRA_AUTH_CONTEXT: "c1",
      },
      OPEN,
    ),
  ).toMatchObject({
    issuers: ["https://issuer.example"],
    jwksUrl: "http://127.0.0.1:9/keys",
    roles: ["Predict"],
    authContext: "c1",
    secondFactor: true,
  }));

describe("what a mode needs is named when it is missing", () => {
  test.each([
    ["DESPLIEGA_API_KEYS", { DESPLIEGA_AUTH: "key" }],
    ["DESPLIEGA_ENTRA_TENANT_ID", { DESPLIEGA_AUTH: "entra", DESPLIEGA_ENTRA_AUDIENCE: "api" }],
    ["DESPLIEGA_ENTRA_AUDIENCE", { DESPLIEGA_AUTH: "entra", DESPLIEGA_ENTRA_TENANT_ID: TENANT }],
    [
      "DESPLIEGA_ENTRA_TENANT_ID",
      {
        DESPLIEGA_AUTH: "entra",
        DESPLIEGA_ENTRA_AUDIENCE: "a",
        DESPLIEGA_ENTRA_ISSUER: "https://i.example",
      },
    ],
  ])("%s", (name, environment) =>
    expect(() => readAuthSettings(environment, "127.0.0.1")).toThrow(
      new RegExp(`^${name}: is missing`),
    ),
  );
});

describe("a wrong setting is named, without its value", () => {
  test.each([
    ["DESPLIEGA_AUTH", "basic"],
    ["DESPLIEGA_API_KEYS", "batch:not-a-hash"],
    ["DESPLIEGA_API_KEYS", HASH],
    ["DESPLIEGA_API_KEYS", `batch:${HASH},`],
    ["DESPLIEGA_API_KEYS", `10.0.0.1:${HASH}`],
    ["DESPLIEGA_API_KEYS", `one:${HASH},two:${HASH}`],
    ["DESPLIEGA_API_KEYS", `unset:${hash("sha256", "", "hex")}`],
    ["DESPLIEGA_API_KEYS", `unset:${hash("sha256", "\n", "hex")}`],
    ["DESPLIEGA_ENTRA_TENANT_ID", "common"],
    ["DESPLIEGA_ENTRA_JWKS_URL", "keys.json"],
    ["DESPLIEGA_ENTRA_JWKS_URL", "https://user:word@issuer.example/keys"],
    ["DESPLIEGA_ENTRA_JWKS_URL", "http://issuer.example/keys"],
    ["DESPLIEGA_ENTRA_SIGN_IN_AUTHORITY", "https://user:word@issuer.example/"],
    ["DESPLIEGA_ENTRA_SIGN_IN_AUTHORITY", "http://issuer.example/"],
    ["DESPLIEGA_ENTRA_SIGN_IN_AUTHORITY", "https://issuer.example/?a=b"],
    ["DESPLIEGA_ENTRA_AUDIENCE", "api,,client"],
    ["DESPLIEGA_ENTRA_AUTH_CONTEXT", "c100"],
    ["DESPLIEGA_ENTRA_TOKEN_VERSIONS", "3.0"],
    ["DESPLIEGA_ENTRA_TOKEN_VERSIONS", "2.0,2.0"],
    ["DESPLIEGA_ENTRA_ROLE", "one,"],
  ])("%s=%s", (name, value) => {
    const read = () => readAuthSettings({ DESPLIEGA_AUTH: "none", [name]: value }, "127.0.0.1");
    expect(read).toThrow(expect.objectContaining({ code: "SETTING_INVALID" }));
    expect(read).toThrow(new RegExp(`^${name}: must`));
    expect(read).not.toThrow(value);
  });
});

test("issuers of versions and other issuers exclude each other", () =>
  expect(() =>
    readAuthSettings(
      {
        DESPLIEGA_AUTH: "entra",
        DESPLIEGA_ENTRA_ISSUER: "https://issuer.example",
        DESPLIEGA_ENTRA_TOKEN_VERSIONS: "1.0",
        DESPLIEGA_ENTRA_JWKS_URL: "http://127.0.0.1:9/keys",
        DESPLIEGA_ENTRA_AUDIENCE: "api",
      },
      OPEN,
    ),
  ).toThrow(/^DESPLIEGA_ENTRA_TOKEN_VERSIONS: must not be set beside DESPLIEGA_ENTRA_ISSUER/));

test.each([
  [{}, false],
  [{ DESPLIEGA_ENTRA_TOKEN_VERSIONS: "2.0" }, false],
  [{ DESPLIEGA_ENTRA_TOKEN_VERSIONS: "1.0,2.0" }, true],
  [{ DESPLIEGA_ENTRA_AUTH_CONTEXT: "c1" }, true],
])("with %j a token can show a second factor: %s", (more, secondFactor) =>
  expect(
    readAuthSettings(
      {
        DESPLIEGA_AUTH: "entra",
        DESPLIEGA_ENTRA_TENANT_ID: TENANT,
        DESPLIEGA_ENTRA_AUDIENCE: "api",
        ...more,
      },
      OPEN,
    ),
  ).toMatchObject({ secondFactor }),
);

describe("signing in on the console", () => {
  const TENANT = "11111111-2222-4333-8444-555555555555";
  const read = (more: NodeJS.ProcessEnv) =>
    readAuthSettings(
      {
        DESPLIEGA_AUTH: "entra",
        DESPLIEGA_ENTRA_TENANT_ID: TENANT,
        DESPLIEGA_ENTRA_AUDIENCE: "api://despliega,client",
        ...more,
      },
      OPEN,
    );
  const DESPLIEGA_ENTRA_SIGN_IN_CLIENT_ID = "console";

  test("is not there without a registration for it", () => {
    expect(read({})).toMatchObject({ signIn: undefined });
  });

  test.each<readonly [NodeJS.ProcessEnv, object]>([
    [{}, { authority: `https://login.microsoftonline.com/${TENANT}/v2.0` }],
    [{ DESPLIEGA_ENTRA_TOKEN_VERSIONS: "1.0" }, { scope: "api://despliega/.default" }],
    [{ DESPLIEGA_ENTRA_SIGN_IN_SCOPE: "api://x/ask" }, { scope: "api://x/ask" }],
    [
      {
        DESPLIEGA_ENTRA_ISSUER: "https://issuer.example/",
        DESPLIEGA_ENTRA_JWKS_URL: "https://issuer.example/keys",
      },
      { authority: "https://issuer.example" },
    ],
    [
      { DESPLIEGA_ENTRA_SIGN_IN_AUTHORITY: "https://login.example/realm" },
      { authority: "https://login.example/realm" },
    ],
  ])("goes by %j", (more, signIn) => {
    expect(read({ DESPLIEGA_ENTRA_SIGN_IN_CLIENT_ID, ...more })).toMatchObject({ signIn });
  });

  test("needs an authority where the issuer is no url", () => {
    const others = {
      DESPLIEGA_ENTRA_ISSUER: "issuer",
      DESPLIEGA_ENTRA_JWKS_URL: "https://issuer.example/keys",
    };
    expect(() => read({ DESPLIEGA_ENTRA_SIGN_IN_CLIENT_ID, ...others })).toThrow(
      /^DESPLIEGA_ENTRA_SIGN_IN_AUTHORITY: is missing/,
    );
  });
});
