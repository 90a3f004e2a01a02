import { rowsProtocol, predictorOf, urlOf } from "@despliega/api";
import { beforeAll, describe, expect, test } from "@jest/globals";

import { versionOf } from "../../support/release.js";
import { exchangeRaw, requestText } from "../http/raw.js";
import { apiServing, NAMES, RISKY, type Problem, type Values } from "./support.js";

let api: Awaited<ReturnType<typeof apiServing>>;

beforeAll(async () => {
  api = await apiServing();
});

const ROWS: readonly Values[] = [[29, 136.4468640135, 59, 3, 1], RISKY];
const INFER = "/v2/models/riesgo/infer";

const features = NAMES.map((name, i) => ({
  name,
  shape: [2],
  datatype: "FP64",
  data: ROWS.map((row) => row[i]),
}));
const rows = { name: "input", shape: [2, 5], datatype: "FP64", data: ROWS };
const CLASSES = { name: "class", datatype: "INT64", shape: [2], data: [0, 1] };

describe("the server", () => {
  test("is alive, ready when there is a model, and says who it is", async () => {
    expect((await api.request.get("/v2/health/live")).body).toEqual({ live: true });
    const ready = await api.request.get("/v2/health/ready");
    expect(ready.status).toBe(200);
    expect(ready.body).toEqual({ live: true, ready: true });
    const { body } = await api.request.get("/v2");
    expect(body).toEqual({
      name: "despliega",
      version: expect.any(String),
      extensions: ["binary_tensor_data"],
    });
  });

  test("is alive and not ready before there is a model", async () => {
    const { request } = await apiServing([]);
    expect((await request.get("/v2/health/live")).status).toBe(200);
    const ready = await request.get("/v2/health/ready");
    expect(ready.status).toBe(503);
    expect(ready.body).toEqual({ live: true, ready: false });
    expect((await request.get("/v2/models/riesgo/ready")).status).toBe(503);
  });
});

describe("a model", () => {
  test.each(["/v2/models/riesgo", `/v2/models/riesgo/versions/${versionOf(1)}`])(
    "describes its tensors at %s",
    async (url) => {
      const { body } = await api.request.get(url);
      expect(body).toEqual({
        name: "riesgo",
        versions: [versionOf(1)],
        platform: "despliega_logistic",
        inputs: NAMES.map((name) => ({
          name,
          datatype: name.startsWith("avg") ? "FP64" : "INT64",
          shape: [-1],
        })),
        outputs: [
          { name: "class", datatype: "INT64", shape: [-1] },
          { name: "probability", datatype: "FP64", shape: [-1] },
        ],
      });
      expect((await api.request.get(`${url}/ready`)).body).toEqual({ name: "riesgo", ready: true });
    },
  );

  test.each([
    ["/v2/models/other", "MODEL_UNKNOWN"],
    ["/v2/models/other/ready", "MODEL_UNKNOWN"],
    [`/v2/models/riesgo/versions/${versionOf(2)}`, "VERSION_UNKNOWN"],
    [`/v2/models/riesgo/versions/${versionOf(2)}/ready`, "VERSION_UNKNOWN"],
  ])("is not at %s, which is a problem in the protocol's way too", async (url, code) => {
    const { status, body } = await api.request.get(url);
    expect(status).toBe(404);
    expect(body).toMatchObject({ code, error: expect.any(String) });
  });
});

describe("an inference", () => {
  test.each([
    ["a tensor per feature", features],
    ["a column per feature", features.map((tensor) => ({ ...tensor, shape: [2, 1] }))],
    [
      "nested columns",
      features.map((t) => ({ ...t, shape: [2, 1], data: t.data.map((v) => [v]) })),
    ],
    ["tensors in another order", features.toReversed()],
    ["a tensor of rows", [rows]],
    ["a flat tensor of rows", [{ ...rows, name: "features", data: ROWS.flat() }]],
    ["parameters", [{ ...rows, parameters: { content_type: "pd" } }]],
    ["a tensor of rows as MLServer's codec names it", [{ ...rows, name: "input-1" }]],
    ["a tensor of rows of any name", [{ ...rows, name: "input-0", parameters: null }]],
  ])("reads %s", async (_, inputs) => {
    const { status, body } = await api.request.post(INFER).send({ inputs, parameters: { a: 1 } });
    expect(status).toBe(200);
    expect(body).toEqual({
      model_name: "riesgo",
      model_version: versionOf(1),
      outputs: [
        CLASSES,
        {
          name: "probability",
          datatype: "FP64",
          shape: [2],
          data: [expect.any(Number), expect.closeTo(0.7725, 4)],
        },
      ],
    });
  });

  test("reads integers and booleans by their datatype, and null as missing", async () => {
    const [loans, amount, age, years, car] = features;
    const inputs = [
      { ...loans, datatype: "INT64" },
      { ...amount, data: [null, null] },
      { ...age, datatype: "UINT8" },
      { ...years, datatype: "INT32", data: [null, 1] },
      { ...car, datatype: "BOOL", data: [true, false] },
    ];
    const { status, body } = await api.request.post(INFER).send({ inputs });
    expect(status).toBe(200);
    expect(body).toMatchObject({ outputs: [{ data: [0, 1] }, {}] });
  });

  test("gives back the id and only the outputs that are asked for", async () => {
    const { body } = await api.request
      .post(`/v2/models/riesgo/versions/${versionOf(1)}/infer`)
      .send({ id: 'a "b"', inputs: [rows], outputs: [{ name: "class", parameters: {} }] });
    expect(body).toEqual({
      model_name: "riesgo",
      model_version: versionOf(1),
      id: 'a "b"',
      outputs: [CLASSES],
    });
  });

  test("takes null for what is absent, as clients made from a schema send it", async () => {
    const inputs = features.map((tensor) => ({ ...tensor, parameters: null }));
    const { status, body } = await api.request
      .post(INFER)
      .send({ id: null, parameters: null, inputs, outputs: null });
    expect(status).toBe(200);
    expect(body).toEqual({
      model_name: "riesgo",
      model_version: versionOf(1),
      outputs: [CLASSES, expect.objectContaining({ name: "probability" })],
    });
    const named = { name: "class", parameters: null };
    const one = await api.request.post(INFER).send({ inputs: [rows], outputs: [named] });
    expect(one.body).toMatchObject({ outputs: [CLASSES] });
  });

  test("reads JSON from clients that name no content type", async () => {
    const text = JSON.stringify({ inputs: [rows], outputs: [{ name: "class" }] });
    const answer = await exchangeRaw(urlOf(api.server), requestText(`POST ${INFER}`, [], text));
    expect(answer).toMatch(/^HTTP\/1.1 200 [^]*"data":\[0,1\]/);
  });

  test("reads the one feature of a model under its own name, and rows under any other", () => {
    const [release] = api.releases.current();
    const manifest = { ...release!.manifest, features: release!.manifest.features.slice(0, 1) };
    const predictor = predictorOf({ ...release!, manifest });
    const read = (name: string, shape: readonly number[]) => {
      const inputs = [{ name, shape, datatype: "INT64", data: [1, 2] }];
      const body = Buffer.from(JSON.stringify({ inputs }));
      return rowsProtocol("v2").read(predictor, { body, type: "json", detail: false }).batch.values;
    };
    for (const [name, shape] of [
      [NAMES[0], [2]],
      [NAMES[0], [2, 1]],
      ["input-0", [2, 1]],
    ] as const)
      expect(read(name, shape)).toEqual(Float64Array.of(1, 2));
    expect(() => read("input-0", [2])).toThrow("FIELD_UNKNOWN");
  });

  test("of no rows gives empty outputs", async () => {
    const { body } = await api.request
      .post(INFER)
      .send({ inputs: [{ ...rows, shape: [0, 5], data: [] }] });
    expect(body).toMatchObject({ outputs: [{ shape: [0], data: [] }, { data: [] }] });
  });

  test("of a regression has one output", async () => {
    const regression = await apiServing([{ description: { task: "regression" } }]);
    const { body } = await regression.request.post(INFER).send({ inputs: [rows] });
    expect(body).toMatchObject({
      outputs: [
        {
          name: "prediction",
          datatype: "FP64",
          shape: [2],
          data: [expect.any(Number), expect.any(Number)],
        },
      ],
    });
  });

  test("of another version is unknown", async () => {
    const { status } = await api.request
      .post(`/v2/models/riesgo/versions/${versionOf(2)}/infer`)
      .send({ inputs: [rows] });
    expect(status).toBe(404);
  });

  test.each([
    ["no inputs", { inputs: [] }, "BODY_SHAPE_INVALID"],
    ["numbers for texts", { inputs: [{ ...rows, datatype: "BYTES" }] }, "TENSOR_INVALID"],
    [
      "texts for numbers",
      {
        inputs: [
          { name: "features", shape: [1, 5], datatype: "BYTES", data: ["1", "2", "3", "4", "1"] },
        ],
      },
      "FEATURE_NOT_NUMBER",
    ],
    ["a negative shape", { inputs: [{ ...rows, shape: [-1, 5] }] }, "BODY_SHAPE_INVALID"],
    ["three dimensions", { inputs: [{ ...rows, shape: [2, 5, 1] }] }, "BODY_SHAPE_INVALID"],
    ["a shape of other rows", { inputs: [{ ...rows, shape: [3, 5] }] }, "TENSOR_INVALID"],
    ["a shape of other columns", { inputs: [{ ...rows, shape: [5, 2] }] }, "TENSOR_INVALID"],
    [
      "tensors of different rows",
      { inputs: [...features.slice(1), { ...features[0], shape: [1], data: [1] }] },
      "TENSOR_INVALID",
    ],
    [
      "ragged rows",
      { inputs: [{ ...rows, data: [[1], [1, 2, 3, 4, 5, 6, 7, 8, 9]] }] },
      "TENSOR_INVALID",
    ],
    ["a fraction in INT64", { inputs: [{ ...rows, datatype: "INT64" }] }, "TENSOR_INVALID"],
    ["numbers in BOOL", { inputs: [{ ...rows, datatype: "BOOL" }] }, "TENSOR_INVALID"],
    ["a tensor less", { inputs: features.slice(1) }, "FEATURE_MISSING"],
    ["a tensor twice", { inputs: [...features, features[0]] }, "FIELD_TWICE"],
    ["a tensor too many", { inputs: [...features, { ...rows, shape: [2] }] }, "FIELD_UNKNOWN"],
    [
      "an output twice",
      { inputs: [rows], outputs: [{ name: "class" }, { name: "class" }] },
      "BODY_SHAPE_INVALID",
    ],
    ["an unknown output", { inputs: [rows], outputs: [{ name: "odds" }] }, "OUTPUT_UNKNOWN"],
  ])("is refused with %s", async (_, json, code) => {
    const { status, body } = await api.request.post(INFER).send(json);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code, error: expect.any(String) });
  });

  test("is refused in the protocol's way with the feature and its row", async () => {
    const data = [ROWS[0], [2, null, 23, 1, 77]];
    const { text } = await api.request.post(INFER).send({ inputs: [{ ...rows, data }] });
    const { code, feature, row, error } = JSON.parse(text) as Problem;
    expect({ code, feature, row }).toEqual({
      code: "FEATURE_OUT_OF_DOMAIN",
      feature: "flag_own_car",
      row: 2,
    });
    expect(error).toMatch(/: flag_own_car, row 2 \(expected: one of 0, 1\)$/);
    expect(text).not.toContain("77");
  });
});
