import { beforeAll, describe, expect, test } from "@jest/globals";

import { apiServing, NAMES, recordOf, RISKY } from "./support.js";

let api: Awaited<ReturnType<typeof apiServing>>;

beforeAll(async () => {
  api = await apiServing();
});

const SAFE = [29, 136.4468640135, 59, 3, 1];
const ROWS = [SAFE, RISKY];
const records = ROWS.map(recordOf);
const columns = Object.fromEntries(NAMES.map((name, i) => [name, ROWS.map((row) => row[i]!)]));
const csv = [NAMES, ...ROWS].map((row) => row.join()).join("\r\n");

describe("/invocations reads", () => {
  test.each([
    ["dataframe_split", { columns: NAMES, data: ROWS }],
    ["dataframe_split", { columns: NAMES, data: ROWS, index: [7, 8] }],
    ["dataframe_records", records],
    ["instances", ROWS],
    ["instances", records],
    ["instances", columns],
    ["inputs", ROWS],
    ["inputs", records],
    ["inputs", columns],
  ])("%s", async (form, value) => {
    const { status, text } = await api.request.post("/invocations").send({ [form]: value });
    expect(status).toBe(200);
    expect(text).toBe('{"predictions":[0,1]}');
  });

  test.each([
    csv,
    `${csv}\r\n`,
    `\uFEFF${csv}`,
    csv.replaceAll("\r\n", "\n\n"),
    csv.replace("\r\n", "\n"),
    csv.replaceAll("\r\n", "\n").replace("\n", "\r\n"),
    csv.replaceAll(",", ", "),
    csv.replaceAll(",", "\t,"),
    csv.replaceAll(/[^,\r\n]+/g, '"$&"'),
    csv
      .split("\r\n")
      .map((line, i) => `${i === 0 ? "" : i},${line}`)
      .join("\n"),
    csv.replaceAll(/^(\d+),/gm, "$1.0,"),
  ])("CSV, case %#", async (body) => {
    const sent = api.request.post("/invocations").set("content-type", "text/csv");
    expect((await sent.send(body)).text).toBe('{"predictions":[0,1]}');
  });

  test("columns in any order", async () => {
    const split = {
      columns: [...NAMES].toReversed(),
      data: ROWS.map((row) => [...row].toReversed()),
    };
    const { text } = await api.request.post("/invocations").send({ dataframe_split: split });
    expect(text).toBe('{"predictions":[0,1]}');
  });

  test("a missing value as null, and in CSV as nothing", async () => {
    const json = await api.request
      .post("/invocations?detalle=true")
      .send({ inputs: [[2, null, 23, null, 0]] });
    const text = await api.request
      .post("/invocations?detalle=true")
      .set("content-type", "text/csv")
      .send(`${NAMES.join()}\n2,,23,,0\n`);
    expect(json.status).toBe(200);
    expect(text.text).toBe(json.text);
  });

  test("a missing value as NaN, which MLflow's client writes, or as a column that is left out", async () => {
    const url = "/invocations?detalle=true";
    const known = await api.request.post(url).send({ inputs: [[2, null, 23, null, 0]] });
    const ask = async (type: string, body: string) =>
      (await api.request.post(url).set("content-type", type).send(body)).text;
    const needed = '"nb_previous_loans": 2, "age": 23, "flag_own_car": 0';
    for (const body of [
      '{"inputs": [[2, NaN, 23,NaN, 0]]}',
      `{"dataframe_records": [{${needed}, "avg_amount_loans_previous": NaN, "years_on_the_job":NaN}]}`,
      `{"dataframe_records": [{${needed}}]}`,
      '{"inputs": {"nb_previous_loans": [2], "age": [23], "flag_own_car": [0]}}',
      '{"dataframe_split": {"columns": ["nb_previous_loans", "age", "flag_own_car", "NaN"], "data": [[2, 23, 0, 1]]}}',
    ])
      expect([body, await ask("application/json", body)]).toEqual([body, known.text]);
    for (const body of [
      `${NAMES.join()}\n2,NaN,23,nan,0\n`,
      "age,flag_own_car,nb_previous_loans\n23,0,2\n",
    ])
      expect([body, await ask("text/csv", body)]).toEqual([body, known.text]);
  });

  test("columns that the model does not know, and leaves them alone", async () => {
    const extra = records.map((row, i) => ({ index: i, ...row, note: "a" }));
    const split = {
      columns: ["", ...NAMES, "age2", "age2"],
      data: ROWS.map((row) => [7, ...row, 1, "x"]),
    };
    for (const body of [
      { dataframe_records: extra },
      { dataframe_split: split },
      { inputs: { ...columns, index: [7] } },
      { instances: extra },
      { instances: { note: ["a", "b"], ...columns } },
    ])
      expect((await api.request.post("/invocations").send(body)).text).toBe(
        '{"predictions":[0,1]}',
      );
    const indexed = [["", ...NAMES], ...ROWS.map((row, i) => [i, ...row])];
    const sent = api.request.post("/invocations").set("content-type", "text/csv");
    expect((await sent.send(indexed.map((row) => row.join()).join("\n"))).text).toBe(
      '{"predictions":[0,1]}',
    );
  });

  test("frames without rows", async () => {
    const split = { dataframe_split: { columns: NAMES, data: [] } };
    expect((await api.request.post("/invocations").send(split)).text).toBe('{"predictions":[]}');
    const empty = api.request.post("/invocations").set("content-type", "text/csv; charset=utf-8");
    expect((await empty.send(NAMES.join())).text).toBe('{"predictions":[]}');
  });

  test("one form beside others that are null, as clients made from a schema send them", async () => {
    const body = {
      dataframe_split: null,
      dataframe_records: records,
      instances: null,
      inputs: null,
    };
    const { text } = await api.request.post("/invocations").send({ ...body, params: null });
    expect(text).toBe('{"predictions":[0,1]}');
  });

  test("one form beside parameters, which the models do not have", async () => {
    const { status } = await api.request
      .post("/models/riesgo/invocations")
      .send({ inputs: ROWS, params: { temperature: 1 } });
    expect(status).toBe(200);
  });
});

describe("/invocations answers", () => {
  test("what /v1 answers when the detail is asked for", async () => {
    const ours = await api.request.post("/v1/prediction?detalle=true").send(records);
    const { body } = await api.request
      .post("/invocations?detalle=true")
      .send({ dataframe_records: records });
    expect(body).toEqual({ predictions: ours.body });
  });

  test("with the numbers of a regression", async () => {
    const regression = await apiServing([{ description: { task: "regression" } }]);
    const { body } = await regression.request.post("/invocations").send({ inputs: [RISKY] });
    expect(body).toEqual({ predictions: [expect.closeTo(0.7725, 4)] });
  });
});

describe("/invocations refuses", () => {
  test.each(["NaN1", "-NaN", "NaNNaN", "nan", "Infinity", "-Infinity"])(
    "%s as no JSON",
    async (word) => {
      const { status, body } = await api.request
        .post("/invocations")
        .type("application/json")
        .send(`{"inputs": [[2, ${word}, 23, 1, 0]]}`);
      expect({ status, body }).toMatchObject({ status: 400, body: { code: "JSON_INVALID" } });
    },
  );

  test.each([
    ["no form", { params: {} }, "BODY_SHAPE_INVALID"],
    ["two forms", { inputs: ROWS, instances: ROWS }, "BODY_SHAPE_INVALID"],
    ["a list", ROWS, "BODY_SHAPE_INVALID"],
    ["a form that is a text", { inputs: "rows" }, "BODY_SHAPE_INVALID"],
    ["records that are an object", { dataframe_records: columns }, "BODY_SHAPE_INVALID"],
    ["a split without columns", { dataframe_split: { data: ROWS } }, "BODY_SHAPE_INVALID"],
    ["columns that are not lists", { inputs: recordOf(RISKY) }, "BODY_SHAPE_INVALID"],
    ["columns of different lengths", { inputs: { ...columns, age: [1] } }, "BODY_SHAPE_INVALID"],
    ["a row of another length", { inputs: [RISKY, [1, 2]] }, "ROW_INVALID"],
    ["arrays and objects mixed", { inputs: [RISKY, recordOf(RISKY)] }, "ROW_INVALID"],
    ["a column twice", { dataframe_split: { columns: ["age", "age"], data: [] } }, "FIELD_TWICE"],
    ["a column less", { dataframe_split: { columns: ["age"], data: [] } }, "FEATURE_MISSING"],
    ["__proto__ as a form", { __proto__: ROWS, constructor: ROWS }, "BODY_SHAPE_INVALID"],
  ])("%s", async (_, json, code) => {
    const { status, body } = await api.request.post("/invocations").send(json);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code });
  });

  test.each([
    ["nothing", "", "CSV_INVALID"],
    ["lines of different lengths", `${NAMES.join()}\n1,2\n`, "CSV_INVALID"],
    ["an open quote", `${NAMES.join()}\n"1,2,3,4,5\n`, "CSV_INVALID"],
    ["a text", `${NAMES.join()}\nten,2,3,4,1\n`, "FEATURE_NOT_NUMBER"],
    ["a hexadecimal number", `${NAMES.join()}\n0x1F,2,3,4,1\n`, "FEATURE_NOT_NUMBER"],
    ["a no-break space", `${NAMES.join()}\n1,\u00a0,3,4,1\n`, "FEATURE_NOT_NUMBER"],
    ["a line break in a field", `${NAMES.join()}\n1,"2\n",3,4,1\n`, "FEATURE_NOT_NUMBER"],
    ["NaN where a value is needed", `${NAMES.join()}\nNaN,2,3,4,1\n`, "FEATURE_NULL"],
    ["an infinite number", `${NAMES.join()}\n1,1e999,3,4,1\n`, "FEATURE_NOT_FINITE"],
    ["nothing where a value is needed", `${NAMES.join()}\n,2,3,4,1\n`, "FEATURE_NULL"],
  ])("CSV with %s", async (_, csv, code) => {
    const { status, body } = await api.request
      .post("/invocations")
      .set("content-type", "text/csv")
      .send(csv);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code });
  });
});

describe.each(["/ping", "/health"])("%s", (url) => {
  test("answers 200 when there is a model, and 503 before", async () => {
    expect((await api.request.get(url)).status).toBe(200);
    expect((await (await apiServing([])).request.get(url)).status).toBe(503);
  });
});

test("/version answers the version of the api as plain text", async () => {
  const { text, headers } = await api.request.get("/version");
  expect(text).toMatch(/^\d+\.\d+\.\d+$/);
  expect(headers["content-type"]).toMatch(/^text\/plain/);
});
