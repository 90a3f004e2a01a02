import { createAuthorisation } from "@despliega/api";
import { describe, expect, test } from "@jest/globals";
import { readManifest, memoryBlobStore } from "@despliega/storage";

import {
  promoteTiny,
  SENSITIVE,
  SERVING,
  USERS,
  versionOf,
  type TinyRelease,
} from "../../support/release.js";
import { callerCheckFor, WHOLE } from "../../support/sensitive.js";
import { apiServing, NAMES, recordOf, RISKY } from "./support.js";

const details = { role: "riesgo.details" };

/** A model by key, one by key in a body, one with features from the request, one by row, and one about people. */
const MODELS: Readonly<Record<string, TinyRelease>> = {
  keyed: { description: { serving: { ...SERVING, details } } },
  rows: { description: { serving: { by: "row", answer: "resultado", details } } },
  people: {
    version: versionOf(2),
    model: "vih",
    description: { ...SENSITIVE, serving: { ...SENSITIVE.serving!, details } },
  },
};

const FEATURES = "/api/user/5008807/caracteristicasriesgo";
const PREDICTION = "/api/user/5008807/prediccion";
const split = { dataframe_split: { columns: NAMES, data: [RISKY] } };
const v2 = {
  inputs: NAMES.map((name, at) => ({
    name,
    shape: [1],
    datatype: name.startsWith("avg") ? "FP64" : "INT64",
    data: [RISKY[at]],
  })),
};
const person = { ...recordOf(RISKY), patient_id: "a" };

type Ask = readonly [model: string, url: string, body?: object];

/** What shows how an answer came about. */
const DETAILS: readonly Ask[] = [
  ["keyed", FEATURES],
  ["keyed", `${FEATURES}?detalle=true`],
  ["keyed", `${PREDICTION}?detalle=true`],
  ["keyed", "/api/user/1/caracteristicasriesgo"],
  ["rows", "/v1/models/riesgo/prediction?detalle=true", recordOf(RISKY)],
  ["rows", "/v1/prediction?detalle=true", [recordOf(RISKY)]],
  ["rows", "/models/riesgo/invocations?detalle=true", split],
  ["rows", "/v1/models/riesgo/report.html"],
  ["people", "/v1/models/vih/prediction?detalle=true", person],
];

/** What answers alone. */
const ANSWERS: readonly Ask[] = [
  ["keyed", PREDICTION],
  ["keyed", `${PREDICTION}?detalle=false`],
  ["keyed", "/v1/models/riesgo/prediction".replace("prediction", "report")],
  ["rows", "/v1/models/riesgo/prediction", recordOf(RISKY)],
  ["rows", "/models/riesgo/invocations", split],
  ["rows", "/v2/models/riesgo/infer", v2],
  ["people", "/v1/models/vih/prediction", person],
];

const asking = async ([model, url, body]: Ask, roles: readonly string[] | undefined) => {
  const claims = roles === undefined ? {} : { ...WHOLE, roles: [...WHOLE.roles, ...roles] };
  const api = await apiServing([MODELS[model]!], {
    checkCaller: callerCheckFor(model === "people" ? { ...WHOLE, ...claims } : claims),
  });
  return body === undefined ? api.request.get(url) : api.request.post(url).send(body);
};

describe("a model that names the role of its details", () => {
  test.each(DETAILS)("%s %s refuses callers without it", async (...ask) => {
    for (const roles of [undefined, ["riesgo.detail", "Riesgo.details"]]) {
      const { status, body, headers } = await asking(ask, roles);
      expect([status, (body as { code?: string }).code]).toEqual([403, "FORBIDDEN"]);
      expect(headers["www-authenticate"]).toMatch(/^Bearer error="insufficient_scope"/);
    }
  });

  test.each(DETAILS.filter(([, url]) => !/user\/1\/|report/.test(url)))(
    "%s %s answers callers with it",
    async (...ask) => {
      expect((await asking(ask, ["riesgo.details"])).status).toBe(200);
    },
  );

  test.each(ANSWERS)("%s %s answers everybody", async (...ask) => {
    const { status, text } = await asking(ask, undefined);
    expect(status).toBe(200);
    expect(text).not.toMatch(/contribuciones|"base"|187\.25/);
  });

  test("answers no detail to a key and to nobody, who have no roles", async () => {
    for (const check of [
      () => ({ name: "batch", kind: "key" }) as const,
      () => ({ name: "anonymous", kind: "anonymous" }) as const,
    ]) {
      const api = await apiServing([MODELS["keyed"]!], { checkCaller: check });
      expect((await api.request.get(FEATURES)).status).toBe(403);
      expect((await api.request.get(PREDICTION)).body).toEqual({ resultado: [1] });
    }
  });

  test("says so in the manifest, for readers that do not know the field, and in the OpenAPI document", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store, MODELS["keyed"]);
    const manifest = await readManifest(store, "riesgo", versionOf(1));
    expect(manifest.needs).toContain("details");
    const api = await apiServing([MODELS["keyed"]!]);
    const { body } = await api.request.get("/openapi.json");
    const { paths } = body as { paths: Record<string, Record<string, { description?: string }>> };
    for (const of of ["caracteristicasriesgo", "prediccion"])
      expect(paths[`/api/user/{id}/${of}`]!["get"]!.description).toContain("`riesgo.details`");
  });
});

test.each([
  [undefined, "every caller"],
  [{ role: "everybody" }, "the role everybody"],
])("a release with details %j does not follow it without consent", async (other, whom) => {
  const store = memoryBlobStore();
  await promoteTiny(store, MODELS["keyed"]);
  const serving = { ...SERVING, ...(other && { details: other }) };
  await expect(
    promoteTiny(store, { version: versionOf(3), description: { serving } }),
  ).rejects.toThrow(`shows details to ${whom}`);
});

test("a model that names none shows its details to everybody", async () => {
  const api = await apiServing([{}], { authorisation: createAuthorisation() });
  expect((await api.request.get(FEATURES)).body).toMatchObject({
    avg_amount_loans_previous: 187.25,
  });
  expect((await api.request.get(`${PREDICTION}?detalle=true`)).text).toContain("contribuciones");
});

test.each(["keyed", "rows"])("no example shows a row of what %s has learned from", async (name) => {
  const { request } = await apiServing([MODELS[name]!], { checkCaller: callerCheckFor({}) });
  const { text } = await request.get("/openapi.json").expect(200);
  for (const user of Object.values(USERS))
    for (const value of user)
      if (!Number.isInteger(value ?? 0)) expect(text).not.toContain(String(value));
  expect((await (await apiServing()).request.get("/openapi.json")).text).toContain(
    String(USERS[5_008_806][1]),
  );
});

test("the figures of a report, among them the weights, are for those who see details", async () => {
  const evaluation = { observations: 3, coefficients: [{ feature: "age", weight: -0.05 }] };
  const parts = [
    { name: "metrics.json", source: Buffer.from(JSON.stringify(evaluation)) },
  ] as const;
  const reportFor = async (roles: readonly string[]): Promise<unknown> => {
    const tiny = { ...MODELS["rows"]!, parts };
    const api = await apiServing([tiny], { checkCaller: callerCheckFor({ roles }) });
    return (await api.request.get("/v1/models/riesgo/report").expect(200)).body as unknown;
  };
  expect(await reportFor(["riesgo.details"])).toMatchObject({ evaluation });
  expect(await reportFor(["another"])).toMatchObject({
    evaluation: null,
    metrics: { rocAuc: 0.75 },
  });
});
