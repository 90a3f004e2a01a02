import { beforeAll, describe, expect, test } from "@jest/globals";

import { SENSITIVE, versionOf } from "../../support/release.js";
import { apiServing, NAMES, recordOf, RISKY, type Problem } from "./support.js";

const CHURN = {
  model: "churn",
  description: { serving: { by: "row", answer: "resultado" } },
} as const;

let one: Awaited<ReturnType<typeof apiServing>>;
let two: Awaited<ReturnType<typeof apiServing>>;

beforeAll(async () => {
  one = await apiServing();
  two = await apiServing([CHURN, { model: "riesgo" }], { defaultModel: "riesgo" });
});

const safe = recordOf([29, 136.4468640135, 59, 3, 1]);
const risky = recordOf(RISKY);

describe("a prediction", () => {
  test("of one row is the answer of the urls by key", async () => {
    const { status, text, headers } = await one.request.post("/v1/prediction").send(risky);
    expect(status).toBe(200);
    expect(text).toBe('{"resultado":[1]}');
    expect(headers["content-type"]).toBe("application/json");
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["despliega-release"]).toBe(`riesgo/${versionOf(1)}`);
  });

  test("of an array of rows is an array in their order", async () => {
    const { text } = await one.request.post("/v1/prediction").send([safe, risky, safe]);
    expect(text).toBe('[{"resultado":[0]},{"resultado":[1]},{"resultado":[0]}]');
  });

  test("of no rows is an empty array", async () => {
    expect((await one.request.post("/v1/prediction").send([])).text).toBe("[]");
  });

  test("says how it came about when the detail is asked for", async () => {
    const { body } = await one.request.post("/v1/prediction?detalle=true").send([risky]);
    expect(body).toEqual([
      {
        resultado: [1],
        probabilidad: expect.any(Number),
        version: versionOf(1),
        base: expect.any(Number),
        contribuciones: Object.fromEntries(NAMES.map((name) => [name, expect.any(Number)])),
        puntuacion: expect.any(Number),
        razones: expect.any(Array),
      },
    ]);
  });

  test("of a regression is a number", async () => {
    const regression = await apiServing([{ description: { task: "regression" } }]);
    const { body } = await regression.request.post("/v1/prediction").send(risky);
    expect(body).toEqual({ resultado: expect.closeTo(0.7725, 4) });
  });

  test.each([
    ["factor", [0.5, 0.7], [2, 4], {}, (score: number) => [score * 0.6, score * 3]],
    ["difference", [-0.25, -0.75], [1, 2], {}, (score: number) => [score - 0.5, score + 1.5]],
    ["difference", [-9, -9], [1, 2], { least: 0 }, (score: number) => [0, score + 1.5]],
  ] as const)("of a regression has its interval, by %s", async (by, lower, upper, least, ends) => {
    // Half-way between two answers, the ends are half-way between theirs.
    const score = 0.772503203725708;
    const at = [score - 1, score + 1];
    const interval = { level: 0.8, by, at, lower: [...lower], upper: [...upper], ...least };
    const description = { task: "regression", interval } as const;
    const { request } = await apiServing([{ description }]);
    const { body } = await request.post("/v1/prediction?detalle=true").send(risky);
    const [desde, hasta] = ends(body.resultado).map((end) => expect.closeTo(end, 9));
    expect(body.intervalo).toEqual({ nivel: 0.8, desde, hasta });
    const records = { dataframe_records: [risky] };
    const { body: mlflow } = await request.post("/invocations?detalle=true").send(records);
    expect(mlflow.predictions).toEqual([body]);
    const byKey = await request.get("/api/user/5008807/prediccion?detalle=true");
    // Only who names an entity is told how old its features are.
    const { frescura, ...answer } = byKey.body as Record<string, unknown>;
    expect(frescura).toMatchObject({ hechas: "2026-01-31T23:59:59Z" });
    expect(answer).toEqual(body);
    const plain = await request.post("/v1/prediction").send(risky);
    expect(Object.keys(plain.body)).toEqual(["resultado"]);
  });

  test("comes from the model that the url names, or from the default one", async () => {
    const release = async (url: string) =>
      (await two.request.post(url).send(risky)).headers["despliega-release"] as string;
    expect(await release("/v1/models/churn/prediction")).toMatch(/^churn\//);
    expect(await release("/v1/prediction")).toMatch(/^riesgo\//);
  });
});

describe("a prediction is refused", () => {
  test("of a model that is not served", async () => {
    const { status, body } = await one.request.post("/v1/models/other/prediction").send(risky);
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: "MODEL_UNKNOWN" });
  });

  test("of no model in particular where several are served", async () => {
    const several = await apiServing([CHURN, { model: "riesgo" }]);
    const { status, body } = await several.request.post("/v1/prediction").send(risky);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: "MODEL_UNNAMED" });
  });

  test("before anything is loaded, with a hint when to try again", async () => {
    const empty = await apiServing([]);
    const { status, body, headers } = await empty.request.post("/v1/prediction").send(risky);
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: "NOT_READY" });
    expect(headers["retry-after"]).toBe("2");
  });

  test.each([
    ["one row", { ...risky, age: 77.25 }, { feature: "age" }],
    ["a row of an array", [risky, { ...risky, age: 77.25 }], { feature: "age", row: 2 }],
  ])("for %s with the feature, its place, and not the value", async (_, json, place) => {
    const { status, text } = await one.request.post("/v1/prediction").send(json);
    const { feature, row, ...problem } = JSON.parse(text) as Problem;
    expect(status).toBe(400);
    expect(problem.code).toBe("FEATURE_NOT_INTEGER");
    expect({ feature, row }).toEqual({ row: undefined, ...place });
    expect(text).not.toContain("77.25");
  });

  test("for a field that the model does not know, without repeating its name", async () => {
    const { status, text } = await one.request
      .post("/v1/prediction")
      .send([{ ...risky, passport_number: 1 }]);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ code: "FIELD_UNKNOWN", row: 1 });
    expect(text).not.toContain("passport");
  });

  test("for features that the model's arithmetic cannot answer", async () => {
    const steep = await apiServing([{ weights: [0, 0, 1e300, -1e300, 0, 0] }]);
    const extreme = { ...risky, avg_amount_loans_previous: 1e9, age: 1e9 };
    const { status, body } = await steep.request.post("/v1/prediction").send([risky, extreme]);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: "SCORE_NOT_FINITE" });
  });

  test("with a detail that is neither asked for nor not", async () => {
    const { status, body } = await one.request.post("/v1/prediction?detalle=si").send(risky);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: "DETAIL_INVALID" });
  });

  test("with the detail of more rows than fit into an answer", async () => {
    const rows = Array.from({ length: 10_001 }, () => risky);
    const { status, body } = await one.request.post("/v1/prediction?detalle=true").send(rows);
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: "DETAIL_ROWS_TOO_MANY" });
  });

  test("by any other method", async () => {
    const { status, headers } = await one.request.get("/v1/prediction");
    expect(status).toBe(405);
    expect(headers["allow"]).toBe("POST");
  });
});

describe("the models", () => {
  test("are listed with what they answer", async () => {
    const { body } = await two.request.get("/v1/models");
    const { models } = body as { readonly models: readonly { readonly model: string }[] };
    expect(models.map(({ model }) => model)).toEqual(["churn", "riesgo"]);
    expect(models[1]).toMatchObject({
      model: "riesgo",
      privacy: "open",
      version: versionOf(1),
      question: "Will this user's next loan go bad?",
      task: "classification",
    });
  });

  test("are described one by one", async () => {
    const { body, headers } = await one.request.get("/v1/models/riesgo");
    expect(headers["despliega-release"]).toBe(`riesgo/${versionOf(1)}`);
    expect(body).toMatchObject({
      model: "riesgo",
      version: versionOf(1),
      answer: "resultado",
      threshold: { value: 0.5 },
      metrics: { rocAuc: 0.75 },
      gates: [],
      lineage: { trainer: { version: "0.1.0" } },
    });
    const { features } = body as { readonly features: readonly object[] };
    expect(features[4]).toMatchObject({ name: "flag_own_car", values: [0, 1], range: [0, 100] });
  });

  test("that are sensitive keep the ranges of their features to themselves", async () => {
    const sensitive = await apiServing([{ description: SENSITIVE }]);
    const { text } = await sensitive.request.get("/v1/models/riesgo");
    expect(text).not.toContain("range");
  });

  test("that are not served are unknown", async () => {
    expect((await one.request.get("/v1/models/other")).status).toBe(404);
  });
});
