import { beforeAll, describe, expect, test } from "@jest/globals";

import { apiServing, NAMES, recordOf, RISKY } from "./support.js";

let api: Awaited<ReturnType<typeof apiServing>>;

beforeAll(async () => {
  api = await apiServing();
});

const SECRET = 77.125;
const ROWS = [RISKY, RISKY.map((value, i) => (i === 2 ? SECRET : value))];

const json = (url: string, body: unknown) =>
  api.request.post(url).type("application/json").send(JSON.stringify(body));
const csv = (rows: readonly (readonly unknown[])[]) =>
  api.request
    .post("/invocations")
    .type("text/csv")
    .send([NAMES, ...rows].map((row) => row.join()).join("\n"));
const tensors = (datatype: string) =>
  NAMES.map((name, i) => ({
    name,
    shape: [ROWS.length],
    datatype: name === "age" ? datatype : "FP64",
    data: ROWS.map((row) => row[i]),
  }));

const EXPECTED = "a whole number from -9007199254740991 to 9007199254740991";

describe("the problem of a refused value has its feature, its row and what is allowed there", () => {
  test.each<[string, () => ReturnType<typeof json>, string]>([
    ["/v1", () => json("/v1/prediction", ROWS.map(recordOf)), EXPECTED],
    ["records", () => json("/invocations", { dataframe_records: ROWS.map(recordOf) }), EXPECTED],
    ["arrays", () => json("/invocations", { instances: ROWS }), EXPECTED],
    ["csv", () => csv(ROWS), EXPECTED],
    ["tensors", () => json("/v2/models/riesgo/infer", { inputs: tensors("FP64") }), EXPECTED],
    [
      "tensors of another datatype",
      () => json("/v2/models/riesgo/infer", { inputs: tensors("INT64") }),
      "a whole number, as the datatype says",
    ],
    [
      "one tensor",
      () =>
        json("/v2/models/riesgo/infer", {
          inputs: [{ name: "input-0", shape: [2, 5], datatype: "FP64", data: ROWS }],
        }),
      EXPECTED,
    ],
  ])("by %s, without the value", async (_, send, expected) => {
    const { status, text } = await send();
    const problem = JSON.parse(text) as Record<string, unknown>;
    expect({ status, problem }).toMatchObject({
      status: 400,
      problem: { feature: "age", row: 2, expected },
    });
    expect(text).not.toContain(String(SECRET));
    for (const line of ["error", "message"])
      if (line in problem) expect(problem[line]).toContain(`: age, row 2 (expected: ${expected})`);
  });

  test("a line of CSV that is no record, with what it must be", async () => {
    const { body } = await csv([RISKY, [...RISKY, 1]]);
    expect(body).toMatchObject({
      code: "CSV_INVALID",
      row: 2,
      expected: "as many fields as the header has",
    });
  });

  test("a list of another length under its name", async () => {
    const columns = Object.fromEntries(NAMES.map((name, i) => [name, ROWS.map((row) => row[i])]));
    const { body } = await json("/invocations", { inputs: { ...columns, age: [1] } });
    expect(body).toMatchObject({ code: "BODY_SHAPE_INVALID", feature: "age" });
  });

  test("a field that the model does not know, with those that it does", async () => {
    const { body } = await json("/v1/prediction", { ...recordOf(RISKY), passport: 1 });
    expect(body).toMatchObject({ code: "FIELD_UNKNOWN", expected: NAMES.join(", ") });
  });
});
