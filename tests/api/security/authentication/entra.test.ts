import { createAuthenticator, isDenial, readAuthSettings, type AuthSettings } from "@despliega/api";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { generateKeyPair, UnsecuredJWT } from "jose";

import {
  AUDIENCE,
  startTokenIssuer,
  type Claims,
  type Signing,
  type TokenIssuer,
} from "../../../support/token-issuer.js";
import { capturedLog } from "../../support.js";
import { authenticated, headersOf, deniedBy } from "./support.js";

let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await startTokenIssuer();
});
afterAll(async () => issuer.close());
afterEach(() => issuer.answer(undefined));

const NOW = 1_800_000_000;

/** An api whose clock moves only by `wait`. */
const api = async (
  changes: {
    readonly roles?: readonly string[];
    readonly cooldown?: number;
    readonly timeout?: number;
  } = {},
) => {
  const { roles = [], ...changed } = changes;
  const log = capturedLog();
  let seconds = NOW;
  const settings: AuthSettings = {
    mode: "entra",
    issuers: [issuer.issuer],
    jwksUrl: issuer.jwksUrl,
    audiences: ["other", AUDIENCE],
    roles,
    authContext: undefined,
    secondFactor: true,
  };
  // A busy machine may be slow to publish keys.
  const options = { logger: log.logger, now: () => seconds * 1_000, timeout: 60_000, ...changed };
  const authenticate = await createAuthenticator(settings, options);
  const said = log.lines();
  log.text.length = 0;
  return {
    /** Lines of the start. */
    said,
    /** The log after the start. */
    log,
    wait: (more: number) => void (seconds += more),
    ask: (token: string) => authenticate({ authorization: `Bearer ${token}` }),
    denial: async (token: string) => deniedBy(authenticate, { authorization: `Bearer ${token}` }),
    authenticate,
  };
};

const sign = async (claims?: Claims, how?: Signing) => issuer.sign(claims, { at: NOW, ...how });

describe("a good token", () => {
  test("identifies its owner, with all claims", async () => {
    const { ask } = await api();
    const claims = { roles: ["Predict"], amr: ["pwd", "mfa"], acrs: ["c1"] };
    expect(await ask(await sign(claims))).toMatchObject({
      name: "object-1",
      kind: "entra",
      claims: { ...claims, sub: "subject-1" },
    });
  });

  test("is known by its subject when it has no object id", async () => {
    const { ask } = await api();
    expect(await ask(await sign({ oid: undefined }))).toMatchObject({ name: "subject-1" });
  });

  test("may write the scheme as it likes", async () => {
    const { authenticate } = await api();
    const token = await sign();
    expect(authenticated(await authenticate({ authorization: `bEARER ${token}` })).kind).toBe(
      "entra",
    );
  });

  test("is verified once: the second answer needs no waiting and no issuer", async () => {
    const { ask } = await api();
    const token = await sign();
    const first = await ask(token);
    issuer.answer({ status: 500, body: "" });
    expect(ask(token)).toBe(first);
  });

  test("is good for a minute after it expired and not longer, known or not", async () => {
    const [knows, asksLate] = [await api(), await api()];
    const token = await sign();
    await knows.ask(token);
    for (const { wait, ask } of [knows, asksLate]) {
      wait(3_659);
      expect(authenticated(await ask(token)).name).toBe("object-1");
    }
    for (const { wait, denial } of [knows, asksLate]) {
      wait(1);
      expect(headersOf(await denial(token))["www-authenticate"]).toMatch(/expired/);
    }
  });
});

describe("without a token 401 wants one and names no error", () => {
  test.each([{}, { authorization: "" }, { authorization: "Basic dXNlcjpwYXNz" }])(
    "%j",
    async (headers) => {
      const { authenticate } = await api();
      const denial = await deniedBy(authenticate, headers);
      expect(denial.code).toBe("UNAUTHENTICATED");
      expect(headersOf(denial)).toEqual({ "www-authenticate": "Bearer" });
    },
  );
});

describe("a token is refused with 401", () => {
  const stranger = generateKeyPair("RS256");
  const header = { alg: "RS256", kid: "key-1" };
  const claims = () => ({ iss: issuer.issuer, aud: AUDIENCE, sub: "s", exp: NOW + 3_600 });
  const hs256 = async () =>
    sign({}, { header: { alg: "HS256" }, key: Buffer.from(await issuer.publicPem()) });
  const embedded = async () => {
    const { privateKey } = await stranger;
    return sign({}, { key: privateKey, header: { jku: "http://127.0.0.1:9/keys" } });
  };

  test.each<readonly [string, () => Promise<string>, RegExp]>([
    ["of another issuer", async () => sign({ iss: "https://other.example" }), /another issuer/],
    ["for another audience", async () => sign({ aud: "api://else" }), /another audience/],
    ["without an audience", async () => sign({ aud: undefined }), /another audience/],
    ["that has expired", async () => sign({ exp: NOW - 60 }), /expired/],
    ["that never expires", async () => sign({ exp: undefined }), /expired/],
    ["that is not valid yet", async () => sign({ nbf: NOW + 61 }), /not valid yet/],
    ["of nobody", async () => sign({ oid: undefined, sub: undefined }), /whose/],
    [
      "signed by somebody else",
      async () => sign({}, { key: (await stranger).privateKey }),
      /not a/,
    ],
    ["that brings its own keys", embedded, /not a valid one/],
    ["signed with the public key as a secret", hs256, /not a valid one/],
    ["without a signature", async () => new UnsecuredJWT(claims()).encode(), /not a valid one/],
    ["with an unknown key", async () => sign({}, { header: { kid: "key-0" } }), /not a valid one/],
    ["with a part missing", async () => (await sign()).replace(/\.[^.]*$/, ""), /not a valid one/],
    ["that is garbage", async () => "a.b.c", /not a valid one/],
    ["that is empty", async () => "", /not a valid one/],
    [
      "with its claims changed",
      async () => {
        const [, , signature] = (await sign()).split(".");
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
        return `${part(header)}.${part({ ...claims(), roles: ["Admin"] })}.${signature}`;
      },
      /not a valid one/,
    ],
  ])("%s", async (_what, make, description) => {
    const { denial, log } = await api();
    const token = await make();
    const refused = await denial(token);
    expect(refused.code).toBe("UNAUTHENTICATED");
    const challenge = String(headersOf(refused)["www-authenticate"]);
    expect(challenge).toMatch(/^Bearer error="invalid_token", error_description="[\w ]+"$/);
    expect(challenge).toMatch(description);
    expect(log.text).toEqual([]);
  });

  test("whatever else it is", async () => {
    const { ask } = await api();
    const [head, payload, signature] = (await sign()).split(".") as [string, string, string];
    const part = fc.oneof(
      fc.constantFrom(head, payload, signature, "", "e30"),
      fc.json().map((json) => Buffer.from(json).toString("base64url")),
      fc
        .record({
          alg: fc.constantFrom("RS256", "none", 5, null),
          kid: fc.jsonValue(),
          crit: fc.jsonValue(),
        })
        .map((value) => Buffer.from(JSON.stringify(value)).toString("base64url")),
      fc.string({ unit: "binary" }),
    );
    const tokens = fc
      .array(part, { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join("."))
      .filter((token) => token !== `${head}.${payload}.${signature}`);
    await fc.assert(
      fc.asyncProperty(tokens, async (token) => {
        expect(await ask(token)).toMatchObject({ code: "UNAUTHENTICATED" });
      }),
      { numRuns: 500 },
    );
  });
});

describe("where a role is asked for", () => {
  test("one of several is enough", async () => {
    const { ask, denial } = await api({ roles: ["Predict", "Audit"] });
    expect(authenticated(await ask(await sign({ roles: ["Audit"] }))).kind).toBe("entra");
    expect((await denial(await sign({ roles: ["Read"] }))).code).toBe("FORBIDDEN");
  });

  test("a caller that has it is accepted", async () => {
    const { ask } = await api({ roles: ["Predict"] });
    expect(authenticated(await ask(await sign({ roles: ["Read", "Predict"] }))).kind).toBe("entra");
  });

  test.each([[undefined], [[]], [["predict"]], ["Predict"], [{ Predict: true }]])(
    "roles %j get 403, at once the second time",
    async (roles) => {
      const { ask, denial } = await api({ roles: ["Predict"] });
      const token = await sign({ roles });
      const refused = await denial(token);
      expect(refused.code).toBe("FORBIDDEN");
      expect(headersOf(refused)["www-authenticate"]).toMatch(/^Bearer error="insufficient_scope"/);
      expect(ask(token)).toBe(refused);
    },
  );
});

describe("when the issuer takes a new key", () => {
  afterEach(async () => issuer.rotate());

  test("tokens signed with it are accepted without a restart", async () => {
    const { ask } = await api({ cooldown: 0 });
    await ask(await sign());
    await issuer.rotate();
    expect(authenticated(await ask(await sign())).kind).toBe("entra");
  });

  test("unknown keys cause no further requests to the issuer", async () => {
    const { ask } = await api();
    await ask(await sign());
    const before = issuer.asked();
    await Promise.all(
      Array.from({ length: 20 }, async (_, i) => ask(await sign({}, { header: { kid: `x${i}` } }))),
    );
    expect(issuer.asked()).toBe(before);
  });
});

describe("while the keys cannot be had", () => {
  const faults = [
    { status: 500, body: "down" },
    { status: 200, body: "<html>" },
    { status: 200, body: '{"keys":1}' },
    { status: 302, body: "" },
  ];

  test.each(faults)("%j once is retried, without a word in the log", async (fault) => {
    const { ask, log } = await api();
    issuer.answer(fault, 1);
    const before = issuer.asked();
    expect(authenticated(await ask(await sign())).kind).toBe("entra");
    expect(issuer.asked()).toBe(before + 2);
    expect(log.text).toEqual([]);
  });

  test.each(faults)("%j means 503 and when to try again, not 401", async (fault) => {
    const { denial, log } = await api();
    issuer.answer(fault);
    const refused = await denial(await sign());
    expect(refused.code).toBe("AUTH_UNAVAILABLE");
    expect(headersOf(refused)).toEqual({ "retry-after": 5 });
    expect(log.lines()).toMatchObject([{ level: 40, problem: expect.any(String) }]);
  });

  test("an issuer that stays silent means 503 once its time is up", async () => {
    const { denial, log } = await api({ timeout: 50 });
    issuer.answer("silence");
    expect((await denial(await sign())).code).toBe("AUTH_UNAVAILABLE");
    expect(log.lines()).toMatchObject([{ level: 40, problem: "TimeoutError" }]);
  });

  test("a closed port means 503", async () => {
    const gone = await startTokenIssuer();
    const token = await gone.sign();
    await gone.close();
    const settings = {
      issuers: [gone.issuer],
      jwksUrl: gone.jwksUrl,
      audiences: [AUDIENCE],
    } as const;
    const log = capturedLog();
    const authenticate = await createAuthenticator(
      {
        mode: "entra",
        roles: ["Predict"],
        authContext: undefined,
        secondFactor: true,
        ...settings,
      },
      log,
    );
    const refused = await deniedBy(authenticate, { authorization: `Bearer ${token}` });
    expect(refused.code).toBe("AUTH_UNAVAILABLE");
    expect(log.lines()).toMatchObject([{ level: 40, problem: "ECONNREFUSED" }]);
  });

  test("the issuer is left alone for five seconds, then asked again; one line of the log each", async () => {
    const { ask, denial, wait, log } = await api();
    issuer.answer({ status: 500, body: "down" });
    const before = issuer.asked();
    for (let i = 0; i < 3; i++)
      expect((await denial(await sign({ i }))).code).toBe("AUTH_UNAVAILABLE");
    // One request and its retry.
    expect(issuer.asked()).toBe(before + 2);
    issuer.answer(undefined);
    wait(5);
    expect(authenticated(await ask(await sign())).kind).toBe("entra");
    expect(log.lines()).toMatchObject([
      { level: 40, host: new URL(issuer.jwksUrl).host, problem: "HTTP 500" },
    ]);
  });

  test("keys that were fetched before go on, while unknown ones mean 503", async () => {
    const { ask, denial } = await api({ cooldown: 0 });
    await ask(await sign());
    issuer.answer({ status: 500, body: "down" });
    expect((await denial(await sign({}, { header: { kid: "new" } }))).code).toBe(
      "AUTH_UNAVAILABLE",
    );
    expect(isDenial(await ask(await sign({ jti: "another token" })))).toBe(false);
  });
});

describe("a tenant whose tokens have two versions", () => {
  const TENANT = "8eaef023-2b34-4da1-9baa-8bc8c9d6a490";
  const CLIENT = "a1b2c3d4-0000-4000-8000-000000000001";
  const V1 = {
    iss: `https://sts.windows.net/${TENANT}/`,
    aud: AUDIENCE,
    ver: "1.0",
    amr: ["pwd", "mfa"],
  };
  const V2 = {
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    aud: CLIENT,
    ver: "2.0",
    acrs: ["c1"],
  };

  const answered = async (versions: string | undefined, claims: Claims) => {
    const settings = readAuthSettings(
      {
        DESPLIEGA_AUTH: "entra",
        DESPLIEGA_ENTRA_TENANT_ID: TENANT,
        DESPLIEGA_ENTRA_AUDIENCE: `${AUDIENCE}, ${CLIENT}`,
        DESPLIEGA_ENTRA_JWKS_URL: issuer.jwksUrl,
        DESPLIEGA_ENTRA_TOKEN_VERSIONS: versions,
      },
      "127.0.0.1",
    );
    const { logger } = capturedLog();
    const authenticate = await createAuthenticator(settings, { logger, timeout: 60_000 });
    const result = await authenticate({ authorization: `Bearer ${await issuer.sign(claims)}` });
    return isDenial(result) ? headersOf(result)["www-authenticate"] : result.kind;
  };

  test.each<readonly [string | undefined, Claims, unknown]>([
    [undefined, V2, "entra"],
    [undefined, V1, expect.stringContaining("another issuer")],
    ["1.0", V1, "entra"],
    ["1.0", V2, expect.stringContaining("another issuer")],
    ["1.0, 2.0", V1, "entra"],
    ["2.0,1.0", V2, "entra"],
    ["1.0,2.0", { ...V1, aud: "api://else" }, expect.stringContaining("another audience")],
    [
      "1.0,2.0",
      { ...V1, iss: "https://sts.windows.net/00000000-0000-4000-8000-000000000009/" },
      expect.stringContaining("another issuer"),
    ],
    [
      "1.0,2.0",
      { ...V1, iss: `https://sts.windows.net/${TENANT}` },
      expect.stringContaining("another issuer"),
    ],
  ])("DESPLIEGA_ENTRA_TOKEN_VERSIONS=%s, a token %j: %j", async (versions, claims, expected) => {
    expect(await answered(versions, claims)).toEqual(expected);
  });
});

test.each([
  [
    [],
    [
      expect.objectContaining({
        level: 40,
        msg: expect.stringContaining("every app of the tenant"),
      }),
    ],
  ],
  [["Predict"], []],
])("roles %j: the start says who is answered", async (roles, lines) => {
  const { said } = await api({ roles });
  expect(said).toEqual(lines);
});
