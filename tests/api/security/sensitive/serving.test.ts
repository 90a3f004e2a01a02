import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { azuriteStore } from "../../../support/azurite.js";
import { SERVING, versionOf } from "../../../support/release.js";
import { MASKED, WHOLE } from "../../../support/sensitive.js";
import { startTokenIssuer, type TokenIssuer } from "../../../support/token-issuer.js";
import { recordOf, RISKY } from "../../protocols/support.js";
import { apiFor, handle, pseudonym, rowAbout, URL, VIH } from "./support.js";

let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await startTokenIssuer();
});
afterAll(async () => issuer.close());

const SAFE = [29, 136.4468640135, 59, 3, 1];

describe("a prediction about a person", () => {
  test("carries the pseudonym for a caller with that role, and is cached nowhere", async () => {
    const api = await apiFor(issuer);
    const response = await api.post(URL, WHOLE, rowAbout("patient 7"));
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ infectado: [1], pseudonym: pseudonym("patient 7") });
    expect(response.headers).toMatchObject({
      "cache-control": "no-store",
      "despliega-release": `vih/${versionOf(2)}`,
    });
  });

  test("carries a handle for a caller with the other role", async () => {
    const api = await apiFor(issuer);
    const { body } = await api.post(URL, MASKED, rowAbout(7));
    expect(body).toEqual({ infectado: [1], pseudonym: handle("7") });
    const both = { ...MASKED, roles: [...MASKED.roles, ...WHOLE.roles] };
    expect((await api.post(URL, both, rowAbout(7))).body).toMatchObject({
      pseudonym: pseudonym("7"),
    });
  });

  test("is one of many in their order, also where no model is named", async () => {
    const api = await apiFor(issuer);
    const rows = [rowAbout("a"), { ...recordOf(SAFE), patient_id: "b" }, rowAbout("a")];
    const { body } = await api.post("/v1/prediction", WHOLE, rows);
    expect(body).toEqual([
      { infectado: [1], pseudonym: pseudonym("a") },
      { infectado: [0], pseudonym: pseudonym("b") },
      { infectado: [1], pseudonym: pseudonym("a") },
    ]);
    expect((await api.post(URL, WHOLE, [])).body).toEqual([]);
  });

  test("is one of a thousand at most, however few bytes they take", async () => {
    const api = await apiFor(issuer);
    const columns = ["patient_id", "nb_previous_loans", "age", "flag_own_car"];
    const post = (rows: number) => {
      const data = Array.from({ length: rows }, (_, i) => [i, 2, 23, 0]);
      return api.post("/models/vih/invocations", WHOLE, { dataframe_split: { columns, data } });
    };
    expect((await post(1_000)).status).toBe(200);
    const { status, body } = await post(1_001);
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: "ROWS_TOO_MANY", expected: "at most 1000 rows" });
  });

  test("says with the detail how it came about", async () => {
    const api = await apiFor(issuer);
    const { body } = await api.post(`${URL}?detalle=true`, MASKED, rowAbout("a"));
    expect(Object.keys(body as object)).toEqual([
      "infectado",
      "probabilidad",
      "version",
      "base",
      "contribuciones",
      "puntuacion",
      "razones",
      "pseudonym",
    ]);
  });

  test("does not depend on its subject", async () => {
    const api = await apiFor(issuer);
    const open = await api.post("/v1/models/riesgo/prediction", {}, recordOf(RISKY));
    const answers = await Promise.all(
      [1, 2, 3].map(async (id) => api.post(`${URL}?detalle=true`, WHOLE, rowAbout(id))),
    );
    expect(open.body).toEqual({ resultado: [1] });
    const said = answers.map(({ body }) => (body as { probabilidad: number }).probabilidad);
    expect(new Set(said).size).toBe(1);
  });

  test("is counted in no metric of scores", async () => {
    const api = await apiFor(issuer);
    await api.post("/v1/models/riesgo/prediction", {}, recordOf(RISKY));
    await api.post(URL, WHOLE, rowAbout("a"));
    const { text } = await api.get("/metrics", {});
    expect(text).toContain('despliega_score_count{model="riesgo"} 1');
    expect(text).not.toContain('despliega_score_count{model="vih"}');
  });
});

describe("a request is refused", () => {
  const { age: _, ...withoutAge } = rowAbout("a") as Record<string, unknown>;

  test.each<readonly [string, unknown, number, object]>([
    [
      "without the person",
      recordOf(RISKY),
      400,
      { code: "SUBJECT_MISSING", feature: "patient_id" },
    ],
    ["with nobody", rowAbout(null), 400, { code: "SUBJECT_INVALID", feature: "patient_id" }],
    [
      "with white space for a name",
      rowAbout(" "),
      400,
      { code: "SUBJECT_INVALID", feature: "patient_id" },
    ],
    [
      "with a person missing in a row",
      [rowAbout(1), recordOf(RISKY)],
      400,
      { code: "SUBJECT_MISSING", feature: "patient_id", row: 2 },
    ],
    ["without a feature", withoutAge, 400, { code: "FEATURE_MISSING", feature: "age" }],
    ["with a field too many", { ...rowAbout(1), name: "x" }, 400, { code: "FIELD_UNKNOWN" }],
    ["without a row", [1], 400, { code: "ROW_INVALID", row: 1 }],
    [
      "with more than 64 KiB",
      Array.from({ length: 700 }, (_row, i) => rowAbout(i)),
      413,
      { code: "BODY_TOO_LARGE" },
    ],
  ])("%s, which is recorded without a subject", async (_what, body, status, problem) => {
    const api = await apiFor(issuer);
    const response = await api.post(URL, WHOLE, body as object);
    expect(response.status).toBe(status);
    expect(response.body).toMatchObject(problem);
    expect(await api.records()).toEqual([
      expect.objectContaining({
        decision: "refused",
        why: (problem as { readonly code: string }).code,
      }),
    ]);
  });
});

test("a sensitive model has no url that answers by key", async () => {
  const api = await apiFor(issuer, { models: [VIH] });
  for (const url of Object.values(SERVING.paths)) {
    const response = await api.get(url.replace(":id", "5008806"), WHOLE);
    expect(response.body).toMatchObject({ code: "ROUTE_UNKNOWN" });
  }
});

describe.each(["/v1/models/vih", "/v2/models/vih", "/v2/models/vih/ready"])("%s", (url) => {
  test("goes to callers with a role of the model, and is recorded", async () => {
    const api = await apiFor(issuer);
    expect((await api.get(url, {})).body).toMatchObject({ code: "FORBIDDEN" });
    const response = await api.get(url, MASKED);
    expect(response.status).toBe(200);
    expect(response.headers["cache-control"]).toBe("no-store");
    expect(await api.records()).toMatchObject([
      { decision: "refused", why: "FORBIDDEN", route: url.replace("vih", ":model") },
      { decision: "answered", subjects: [] },
    ]);
  });
});

describe("a caller without the right", () => {
  test.each([
    ["no role", { amr: ["mfa"] }],
    ["another role", { amr: ["mfa"], roles: ["vih.predict2", "admin"] }],
    ["roles that are no list", { amr: ["mfa"], roles: "vih.predict" }],
  ])("with %s gets 403", async (_, claims) => {
    const api = await apiFor(issuer);
    const response = await api.post(URL, claims, rowAbout("a"));
    expect(response.status).toBe(403);
    expect(response.body).toMatchObject({ code: "FORBIDDEN" });
    expect(response.headers["www-authenticate"]).toMatch(/^Bearer error="insufficient_scope"/);
    expect(await api.records()).toMatchObject([{ decision: "refused", why: "FORBIDDEN" }]);
  });

  test.each([
    ["one factor", { ...WHOLE, amr: ["pwd"] }],
    ["no word of factors", { ...WHOLE, amr: undefined }],
    ["factors that are no list", { ...WHOLE, amr: "mfa" }],
    ["a context that no setting names", { ...WHOLE, amr: ["pwd"], acrs: ["c1", undefined] }],
  ])("with %s gets 401 and is asked for a second one", async (_, claims) => {
    const api = await apiFor(issuer);
    const response = await api.post(URL, claims, rowAbout("a"));
    expect(response.status).toBe(401);
    expect(response.body).toMatchObject({ code: "STEP_UP_REQUIRED" });
    expect(response.headers["www-authenticate"]).toBe(
      'Bearer error="insufficient_user_authentication", error_description="A second factor is needed"',
    );
    expect(await api.records()).toMatchObject([{ decision: "refused", why: "STEP_UP_REQUIRED" }]);
  });

  test("gets the authentication context to meet, in the ways of Entra and of RFC 9470", async () => {
    const api = await apiFor(issuer, { authContext: "c1" });
    const response = await api.post(URL, { ...WHOLE, amr: ["pwd"], acrs: ["c2"] }, rowAbout("a"));
    expect(response.status).toBe(401);
    const challenges = response.headers["www-authenticate"] as string;
    const claims = / error="insufficient_claims", claims="([^"]+)"/.exec(challenges)?.[1];
    expect(JSON.parse(Buffer.from(claims!, "base64").toString())).toEqual({
      access_token: { acrs: { essential: true, value: "c1" } },
    });
    expect(challenges).toContain('Bearer error="insufficient_user_authentication"');
    expect(challenges).toMatch(/, acr_values="c1"$/);
  });

  test("is authorised once the token has met it, or says mfa", async () => {
    const api = await apiFor(issuer, { authContext: "c1" });
    const met = { ...WHOLE, amr: undefined, acrs: ["c2", "c1"] };
    for (const claims of [met, WHOLE])
      expect((await api.post(URL, claims, rowAbout("a"))).status).toBe(200);
  });
});

describe("the record of a prediction", () => {
  test("says time, caller, release, pseudonym and decision, and no feature", async () => {
    const api = await apiFor(issuer, { audit: await azuriteStore() });
    const rows = [rowAbout("a"), { ...recordOf(SAFE), patient_id: "b" }];
    const response = await api.post(URL, MASKED, rows);
    expect(await api.records()).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        decision: "answered",
        sees: "masked",
        subjects: [
          { pseudonym: pseudonym("a"), answer: 1 },
          { pseudonym: pseudonym("b"), answer: 0 },
        ],
        model: "vih",
        version: versionOf(2),
        requestId: response.headers["x-request-id"],
        route: "/v1/models/:model/prediction",
        caller: { sub: "subject-1", oid: "object-1" },
      },
    ]);
  });

  test("is not made of an open model", async () => {
    const api = await apiFor(issuer);
    await api.post("/v1/models/riesgo/prediction", {}, recordOf(RISKY));
    await api.get("/v1/models/riesgo", {});
    expect(await api.records()).toEqual([]);
  });
});
