import { beforeAll, describe, expect, test } from "@jest/globals";
import { memoryBlobStore, openRelease, type Release, type Serving } from "@despliega/storage";
import fc from "fast-check";

import { binaryRequest } from "../../support/binary-tensors.js";
import {
  NEW_USER,
  OF_NEW,
  promoteTiny,
  SERVING,
  USERS,
  versionOf,
  WITH_QUESTION,
} from "../../support/release.js";
import { apiServing } from "./support.js";

type Api = Awaited<ReturnType<typeof apiServing>>;

let api: Api;
let offers: Release;

beforeAll(async () => {
  api = await apiServing([WITH_QUESTION, OF_NEW], { defaultModel: "offers" });
  const store = memoryBlobStore();
  await promoteTiny(store, WITH_QUESTION);
  offers = await openRelease(store, "offers", versionOf(1));
});

/** What a caller sends. */
interface Question {
  readonly id: number;
  readonly amount: number | null;
  readonly car: number;
}

/** The score of the model for what the release holds of a user, and what the caller sends. */
const scoreOf = ({ id, amount, car }: Question): number => {
  const [loans, , age, years] = USERS[id as keyof typeof USERS];
  const row = [loans, amount, age, years, car].map((value) => value ?? NaN);
  return offers.scorer.score(Float64Array.from(row));
};

const fieldsOf = ({ amount, car }: Question) => ({
  avg_amount_loans_previous: amount,
  flag_own_car: car,
});
const flat = (asked: Question) => ({ id: asked.id, ...fieldsOf(asked) });
const nested = (asked: Question) => ({ key: asked.id, ...fieldsOf(asked) });
const post = async (url: string, body: unknown, status = 200): Promise<unknown> => {
  const answer = await api.request.post(url).type("application/json").send(JSON.stringify(body));
  expect([url, answer.status]).toEqual([url, status]);
  return answer.body as unknown;
};
const probabilities = (answers: unknown): readonly number[] =>
  (answers as { probabilidad: number }[]).map(({ probabilidad }) => probabilidad);
const predictions = (answer: unknown) => (answer as { predictions: unknown }).predictions;
const tensor = (name: string, datatype: string, data: readonly unknown[], width?: number) => ({
  name,
  datatype,
  shape: width === undefined ? [data.length] : [data.length / width, width],
  data,
});
const FIELDS = ["avg_amount_loans_previous", "flag_own_car"] as const;
const columnsOf = (rows: readonly Question[]) =>
  Object.fromEntries(
    ["id", ...FIELDS].map((name) => [name, rows.map((row) => flat(row)[name as "id"])]),
  );
const probabilityOutput = (answer: unknown): readonly number[] =>
  (answer as { outputs: { name: string; data: number[] }[] }).outputs.find(
    ({ name }) => name === "probability",
  )!.data;

/** Every way to ask for several rows, and the probability of each. */
const WAYS: Readonly<Record<string, (rows: readonly Question[]) => Promise<readonly number[]>>> = {
  v1: async (rows) =>
    probabilities(await post("/v1/models/offers/prediction?detalle=true", rows.map(nested))),
  "v1, row by row": async (rows) => {
    const answers = [];
    for (const row of rows) answers.push(await post("/v1/prediction?detalle=true", nested(row)));
    return probabilities(answers);
  },
  "by the url of its key": async (rows) => {
    const answers = [];
    for (const row of rows)
      answers.push(await post(`/api/offers/${row.id}/prediction?detalle=true`, fieldsOf(row)));
    return probabilities(answers);
  },
  ...Object.fromEntries(
    Object.entries({
      dataframe_split: (rows: readonly Question[]) => ({
        columns: ["flag_own_car", "id", "avg_amount_loans_previous", "index"],
        data: rows.map(({ id, amount, car }, i) => [car, id, amount, i]),
      }),
      dataframe_records: (rows: readonly Question[]) => rows.map(flat),
      instances: (rows: readonly Question[]) => rows.map(flat),
      inputs: columnsOf,
    }).map(([form, write]) => [
      `MLflow's ${form}`,
      async (rows: readonly Question[]) =>
        probabilities(
          predictions(
            await post("/models/offers/invocations?detalle=true", { [form]: write(rows) }),
          ),
        ),
    ]),
  ),
  "MLflow's CSV": async (rows) => {
    const lines = rows.map(({ id, amount, car }) => [id, amount ?? "", car].join());
    const answer = await api.request
      .post("/invocations?detalle=true")
      .type("text/csv")
      .send([["id", ...FIELDS].join(), ...lines].join("\n"));
    expect(answer.status).toBe(200);
    return probabilities(predictions(answer.body));
  },
  "V2, a tensor per field": async (rows) =>
    probabilityOutput(
      await post("/v2/models/offers/infer", {
        inputs: [
          tensor(
            "flag_own_car",
            "INT64",
            rows.map(({ car }) => car),
          ),
          tensor(
            "id",
            "INT64",
            rows.map(({ id }) => id),
          ),
          tensor(
            "avg_amount_loans_previous",
            "FP64",
            rows.map(({ amount }) => amount),
          ),
        ],
      }),
    ),
  "V2, a tensor of rows": async (rows) =>
    probabilityOutput(
      await post("/v2/models/offers/infer", {
        inputs: [
          tensor(
            "id",
            "INT64",
            rows.map(({ id }) => id),
          ),
          tensor(
            "input-0",
            "FP64",
            rows.flatMap(({ amount, car }) => [amount, car]),
            2,
          ),
        ],
      }),
    ),
  "V2, bytes": async (rows) => {
    const { body, headers } = binaryRequest([
      tensor(
        "id",
        "INT64",
        rows.map(({ id }) => id),
      ),
      tensor(
        "input-0",
        "FP64",
        rows.flatMap(({ amount, car }) => [amount, car]),
        2,
      ),
    ]);
    const answer = await api.request.post("/v2/models/offers/infer").set(headers).send(body);
    return probabilityOutput(answer.body);
  },
};

test("every protocol answers with the release's features and those of the request", async () => {
  const asked = fc.record({
    id: fc.constantFrom(...Object.keys(USERS).map(Number)),
    amount: fc.option(fc.integer({ min: 0, max: 1e7 }).map((cents) => cents / 100)),
    car: fc.constantFrom(0, 1),
  });
  const batches = fc.array(asked, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(batches, async (rows) => {
      const expected = rows.map(scoreOf);
      for (const [way, ask] of Object.entries(WAYS))
        expect([way, await ask(rows)]).toEqual([way, expected]);
    }),
    { numRuns: 8, seed: 1 },
  );
});

describe("a model that is asked by key with features", () => {
  const asked: Question = { id: 5008806, amount: 250, car: 1 };

  test("answers with the features that it holds, and with no others", async () => {
    const { status, text } = await api.request.get("/api/offers/5008806/features");
    expect([status, text]).toEqual([200, '{"nb_previous_loans":29,"age":59,"years_on_the_job":3}']);
  });

  test("says which method its prediction takes, since a feature is missing from a GET", async () => {
    const { status, headers, body } = await api.request.get("/api/offers/5008806/prediction");
    expect([status, headers["allow"], (body as { code: string }).code]).toEqual([
      405,
      "POST",
      "METHOD_NOT_ALLOWED",
    ]);
  });

  test("tells how far every feature moved its answer", async () => {
    const answer = await post("/v1/models/offers/prediction?detalle=true", nested(asked));
    const { base, contribuciones, puntuacion } = answer as {
      base: number;
      contribuciones: Readonly<Record<string, number>>;
      puntuacion: number;
    };
    expect(Object.keys(contribuciones)).toEqual([
      "nb_previous_loans",
      "avg_amount_loans_previous",
      "age",
      "years_on_the_job",
      "flag_own_car",
    ]);
    const sum = Object.values(contribuciones).reduce((all, by) => all + by, base);
    expect(sum).toBeCloseTo(puntuacion, 10);
  });

  test("names its tensors in its metadata, the key first", async () => {
    const { body } = await api.request.get("/v2/models/offers");
    expect((body as { inputs: unknown }).inputs).toEqual([
      { name: "id", datatype: "INT64", shape: [-1] },
      { name: "avg_amount_loans_previous", datatype: "FP64", shape: [-1] },
      { name: "flag_own_car", datatype: "INT64", shape: [-1] },
    ]);
  });

  test.each([
    ["no key", 400, "KEY_MISSING", fieldsOf(asked)],
    ["a key of another type", 400, "ENTITY_ID_INVALID", { ...nested(asked), key: "5008806" }],
    ["a key that is null", 400, "ENTITY_ID_INVALID", { ...nested(asked), key: null }],
    ["the key of nobody", 404, "ENTITY_UNKNOWN", { ...nested(asked), key: 1 }],
    ["a field less", 400, "FEATURE_MISSING", { key: asked.id }],
    ["a value that is none", 400, "FEATURE_OUT_OF_DOMAIN", { ...nested(asked), flag_own_car: 7 }],
    ["a stored feature", 400, "FIELD_UNKNOWN", { ...nested(asked), age: 30 }],
    ["the key's column beside the key", 400, "FIELD_UNKNOWN", { ...nested(asked), id: 5008806 }],
  ])("refuses a request with %s", async (_, status, code, body) => {
    expect(await post("/v1/models/offers/prediction", body, status)).toMatchObject({ code });
    const rows = [nested(asked), body];
    expect(await post("/v1/models/offers/prediction", rows, status)).toMatchObject({
      code,
      row: 2,
    });
  });

  test.each([
    ["/api/offers/x/prediction", 400, "ENTITY_ID_INVALID", fieldsOf(asked)],
    ["/api/offers/1/prediction", 404, "ENTITY_UNKNOWN", fieldsOf(asked)],
    ["/api/offers/5008806/prediction", 400, "FIELD_UNKNOWN", nested(asked)],
    ["/api/offers/5008806/prediction", 400, "FEATURE_MISSING", {}],
    ["/api/offers/5008806/prediction", 400, "ROW_INVALID", []],
    ["/api/offers/5008806/prediction?detalle=1", 400, "DETAIL_INVALID", fieldsOf(asked)],
    ["/invocations", 400, "KEY_MISSING", { dataframe_records: [fieldsOf(asked)] }],
    ["/invocations", 400, "KEY_MISSING", { instances: [[1, 0]] }],
    [
      "/invocations",
      400,
      "KEY_MISSING",
      { inputs: { flag_own_car: [1], avg_amount_loans_previous: [1] } },
    ],
    ["/invocations", 404, "ENTITY_UNKNOWN", { dataframe_records: [{ ...flat(asked), id: 2 }] }],
  ])("refuses %s with %i %s", async (url, status, code, body) => {
    expect(await post(url, body, status)).toMatchObject({ code });
  });

  test("refuses tensors that say nothing of a key, or say it twice", async () => {
    const rows = tensor("rows", "FP64", [250, 1], 2);
    const id = tensor("id", "INT64", [5008806]);
    const url = "/v2/models/offers/infer";
    expect(await post(url, { inputs: [rows] }, 400)).toMatchObject({ code: "KEY_MISSING" });
    expect(await post(url, { inputs: [rows, id, id] }, 400)).toMatchObject({ code: "FIELD_TWICE" });
    expect(await post(url, { inputs: [rows, { ...id, data: [5.5] }] }, 400)).toMatchObject({
      code: "TENSOR_INVALID",
    });
  });

  test("takes a batch of a thousand rows, and no more", async () => {
    const rows = Array.from({ length: 1_000 }, () => nested(asked));
    expect(await post("/v1/models/offers/prediction", rows)).toHaveLength(1_000);
    const columns = {
      id: rows.map(() => asked.id),
      flag_own_car: rows.map(() => 1),
      avg_amount_loans_previous: rows.map(() => 9),
    };
    expect(predictions(await post("/invocations", { inputs: columns }))).toHaveLength(1_000);
    const more = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, [...values, values[0]]]),
    );
    expect(await post("/invocations", { inputs: more }, 413)).toMatchObject({
      code: "ROWS_TOO_MANY",
    });
  });
});

describe("a model that answers for keys that it does not know", () => {
  const key = (client: number) => ({ shop: "MAD", client });
  const fields = { avg_amount_loans_previous: 250, flag_own_car: 1 };

  test("takes them for entities without history, and says so in the detail", async () => {
    const [known, unknown] = (await post("/v1/models/shops/prediction?detalle=true", [
      { key: key(7), ...fields },
      { key: key(8), ...fields },
    ])) as Readonly<Record<string, unknown>>[];
    expect(known).not.toHaveProperty("entidad_nueva");
    expect(unknown).toHaveProperty("entidad_nueva", true);
    const row = Float64Array.of(NEW_USER.nb_previous_loans, 250, NEW_USER.age, NaN, 1);
    expect(unknown!["probabilidad"]).toBe(offers.scorer.score(row));
  });

  test("answers them alike at its own urls, by every protocol, and without the detail", async () => {
    const body = { key: key(8), ...fields };
    const plain = await post("/v1/models/shops/prediction", body);
    expect(plain).toEqual({ late: [expect.any(Number)] });
    expect(await post("/api/shops/prediction", body)).toEqual(plain);
    expect(await post("/api/shops/prediction?detalle=true", body)).toHaveProperty("entidad_nueva");
    const records = [{ shop: "MAD", client: 8, ...fields }];
    const answers = predictions(await post("/models/shops/invocations", { instances: records }));
    expect(answers).toEqual((plain as { late: unknown }).late);
  });

  test("shows the features that it takes for them", async () => {
    expect(await post("/api/shops/features", { key: key(8) })).toEqual(NEW_USER);
    expect(await post("/api/shops/features?detalle=true", { key: key(8) })).toEqual({
      ...NEW_USER,
      version: versionOf(1),
      entidad_nueva: true,
      frescura: expect.objectContaining({ edicion: null }),
    });
    expect(await post("/api/shops/features?detalle=true", { key: key(7) })).not.toHaveProperty(
      "entidad_nueva",
    );
  });

  test("wants every column of the key, and no other", async () => {
    for (const wrong of [{ shop: "MAD" }, { ...key(8), more: 1 }, "MAD", null])
      expect(
        await post("/v1/models/shops/prediction", { key: wrong, ...fields }, 400),
      ).toMatchObject({ code: "BODY_SHAPE_INVALID" });
  });

  test("counts answers about them", async () => {
    const { text } = await api.request.get("/metrics");
    const [, count] = /^despliega_new_entities_total\{model="shops"\} (\d+)$/m.exec(text)!;
    expect(Number(count)).toBeGreaterThan(3);
    expect(text).toMatch(/despliega_score_count\{model="shops"\} [1-9]/);
  });
});

test("a model without features of the request may answer for unknown keys too, at its urls with the key", async () => {
  const [loans, amount, age, , car] = USERS[5112956];
  const features = {
    nb_previous_loans: loans,
    avg_amount_loans_previous: amount,
    age,
    years_on_the_job: null,
    flag_own_car: car,
  };
  const unknown = Buffer.from(JSON.stringify({ features }));
  const { request } = await apiServing([
    {
      parts: [{ name: "unknown.json", source: unknown }],
      description: { serving: { ...SERVING, unknown: "new" } },
    },
  ]);
  expect((await request.get("/api/user/1/caracteristicasriesgo")).body).toEqual(features);
  const known = (await request.get("/api/user/5112956/prediccion?detalle=true")).body as object;
  expect((await request.get("/api/user/1/prediccion?detalle=true")).body).toEqual({
    ...known,
    entidad_nueva: true,
  });
  expect((await request.get("/api/user/x/prediccion")).status).toBe(400);
});

test("stored features that are older than the model allows get 503 by every protocol", async () => {
  const { description = {} } = WITH_QUESTION;
  const { request } = await apiServing([
    {
      ...WITH_QUESTION,
      description: {
        ...description,
        newestEvent: "2001-02-03",
        serving: { ...description.serving, freshness: { seconds: 1, stale: "refuse" } } as Serving,
      },
    },
  ]);
  const asked: Question = { id: 5112956, amount: 20, car: 1 };
  const inputs = Object.entries(flat(asked)).map(([name, value]) =>
    tensor(name, name === "id" ? "INT64" : "FP64", [value]),
  );
  for (const [url, body] of [
    ["/v1/models/offers/prediction", nested(asked)],
    ["/api/offers/5112956/prediction", fieldsOf(asked)],
    ["/invocations", { dataframe_records: [flat(asked)] }],
    ["/v2/models/offers/infer", { inputs }],
  ] as const) {
    const answer = await request.post(url).type("application/json").send(JSON.stringify(body));
    expect([url, answer.status]).toEqual([url, 503]);
    expect(answer.text).toContain("FEATURES_STALE");
  }
});
