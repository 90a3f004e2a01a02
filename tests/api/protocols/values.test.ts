import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Value } from "@despliega/storage";
import fc from "fast-check";

import { binaryRequest, type PlainTensor } from "../../support/binary-tensors.js";
import { ENTITIES, VALUE_NAMES as NAMES, VALUES } from "../../support/values-release.js";
import { apiServing } from "./support.js";

// Every protocol answers rows with names, booleans and missing values alike.
let api: Awaited<ReturnType<typeof apiServing>>;
beforeAll(async () => {
  api = await apiServing([VALUES]);
});

type Row = readonly Value[];

const recordOf = (row: Row) => Object.fromEntries(NAMES.map((name, i) => [name, row[i]!]));
const withoutMissing = (row: Row) =>
  Object.fromEntries(Object.entries(recordOf(row)).filter(([, value]) => value !== null));

/** What the model answers to a row, worked out by hand. */
const priceOf = ([region, colour, member, age, amount, visits]: Row): number =>
  (region === 'a, "b"' ? 2 : 1) +
  (colour === "blue" || colour === null || colour === "" ? 20 : 10) +
  (member === false ? 100 : 200) +
  (Number(age) <= 40 ? 1_000 : 2_000) +
  (amount !== null && Number(amount) <= 9.5 ? 10_000 : 20_000) +
  (Number(visits) <= 30 ? 100_000 : 200_000);

const post = async (url: string, body: object): Promise<object> => {
  const answer = await api.request.post(url).send(body);
  expect([url, answer.status, answer.text]).toEqual([url, 200, answer.text]);
  return answer.body as object;
};

type Ask = (rows: readonly Row[]) => Promise<unknown>;

const v1 =
  (write: (row: Row) => object): Ask =>
  async (rows) =>
    ((await post("/v1/prediction", rows.map(write))) as { price: number }[]).map(
      ({ price }) => price,
    );

const mlflow =
  (form: string, write: (rows: readonly Row[]) => unknown): Ask =>
  async (rows) =>
    ((await post("/invocations", { [form]: write(rows) })) as { predictions: unknown }).predictions;

const csvField = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const csv =
  (truths: readonly [string, string]): Ask =>
  async (rows) => {
    const fieldOf = (value: Value): string =>
      typeof value === "boolean" ? truths[value ? 1 : 0] : csvField(String(value ?? ""));
    const lines = [NAMES, ...rows.map((row) => row.map(fieldOf))].map((fields) => fields.join());
    const answer = await api.request
      .post("/invocations")
      .set("content-type", "text/csv")
      .send(`${lines.join("\n")}\n`);
    return (JSON.parse(answer.text) as { predictions: unknown }).predictions;
  };

const DATATYPES = ["BYTES", "BYTES", "BOOL", "INT64", "FP64", "INT64"] as const;

const tensorsOf = (rows: readonly Row[], datatypes: readonly string[]): readonly PlainTensor[] =>
  NAMES.map((name, i) => ({
    name,
    shape: [rows.length],
    datatype: datatypes[i]!,
    data: rows.map((row) => row[i]),
  }));

const pricesIn = (answer: object): unknown =>
  (answer as { outputs: readonly { data: unknown }[] }).outputs[0]!.data;

/** Bytes have no missing boolean but that of a number, and no missing name but the empty one. */
const asBytes = (row: Row): Row =>
  row.map((value, i) => {
    if (i < 2) return value ?? "";
    return typeof value === "boolean" ? Number(value) : value;
  });

const v2Binary: Ask = async (rows) => {
  const datatypes = ["BYTES", "BYTES", "FP64", "INT64", "FP64", "INT64"];
  const { body, headers } = binaryRequest(tensorsOf(rows.map(asBytes), datatypes));
  const answer = await api.request
    .post("/v2/models/things/infer")
    .set({ "content-type": "application/octet-stream", ...headers })
    .send(body);
  return pricesIn(answer.body as object);
};

const PROTOCOLS: Readonly<Record<string, Ask>> = {
  v1: v1(recordOf),
  "v1 without what is missing": v1(withoutMissing),
  dataframe_split: mlflow("dataframe_split", (rows) => ({ columns: NAMES, data: rows })),
  dataframe_records: mlflow("dataframe_records", (rows) => rows.map(recordOf)),
  "instances of arrays": mlflow("instances", (rows) => rows),
  "inputs of columns": mlflow("inputs", (rows) =>
    Object.fromEntries(NAMES.map((name, i) => [name, rows.map((row) => row[i])])),
  ),
  csv: csv(["false", "true"]),
  "csv as pandas writes it": csv(["False", "True"]),
  "csv of 0 and 1": csv(["0", "1"]),
  v2: async (rows) =>
    pricesIn(await post("/v2/models/things/infer", { inputs: tensorsOf(rows, DATATYPES) })),
  "v2 in bytes": v2Binary,
};

const agree = async (rows: readonly Row[]): Promise<void> => {
  const expected = rows.map(priceOf);
  for (const [name, ask] of Object.entries(PROTOCOLS))
    expect([name, await ask(rows)]).toEqual([name, expected]);
};

const name = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
const optional = <T extends Value>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const row = fc.tuple(
  fc.constantFrom("León", 'a, "b"', "Ávila"),
  optional(fc.oneof(fc.constantFrom("red", "blue", " red", "NaN", "7", ""), name)),
  optional(fc.boolean()),
  fc.integer({ min: 0, max: 120 }),
  optional(fc.double({ min: -1e9, max: 1e9, noNaN: true })),
  fc.integer({ min: -100, max: 100 }),
);

test("every protocol answers any rows with the same numbers, on the event loop", async () => {
  await fc.assert(fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), agree), {
    numRuns: 20,
  });
});

test("every protocol answers many rows with the same numbers, in a thread", async () => {
  const rows = Object.values(ENTITIES);
  await agree(Array.from({ length: 3_000 }, (_, i) => rows[i % rows.length]!));
});

test("an entity is answered by its key as its row is, and shown with its own values", async () => {
  for (const [id, values] of Object.entries(ENTITIES)) {
    expect((await api.request.get(`/thing/${id}`)).body).toEqual(recordOf(values));
    expect((await api.request.get(`/thing/${id}/price`)).body).toEqual({ price: priceOf(values) });
  }
});

describe("a value that a feature does not have is refused by name, not shown", () => {
  const [good] = Object.values(ENTITIES);
  test.each([
    ["region", "Soria", "FEATURE_OUT_OF_DOMAIN", 'one of León, a, "b", Ávila'],
    ["region", "león", "FEATURE_OUT_OF_DOMAIN", 'one of León, a, "b", Ávila'],
    ["region", 7, "FEATURE_NOT_TEXT", 'one of León, a, "b", Ávila'],
    ["region", "", "FEATURE_NULL", 'one of León, a, "b", Ávila'],
    ["colour", true, "FEATURE_NOT_TEXT", "a text, or a missing value"],
    ["member", 1, "FEATURE_NOT_BOOLEAN", "true or false, or a missing value"],
    ["member", "true", "FEATURE_NOT_BOOLEAN", "true or false, or a missing value"],
    ["age", 121, "FEATURE_OUT_OF_BOUNDS", "a whole number from 0 to 120"],
    ["age", -1, "FEATURE_OUT_OF_BOUNDS", "a whole number from 0 to 120"],
    ["age", true, "FEATURE_NOT_NUMBER", "a whole number from 0 to 120"],
  ])("%s: %p", async (feature, value, code, expected) => {
    const { status, body } = await api.request
      .post("/v1/prediction")
      .send({ ...recordOf(good!), [feature]: value });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code, feature, expected });
  });
});

test("the detail names what is far outside of what was learned, and no bound or category", async () => {
  const [good] = Object.values(ENTITIES);
  const farOf = async (visits: number): Promise<unknown> => {
    const row = { ...recordOf(good!), amount: 1e6, colour: "unheard of", visits };
    const detailed = await post("/v1/prediction?detalle=true", row);
    return (detailed as Record<string, unknown>)["fuera_de_lo_aprendido"];
  };
  expect(await farOf(40)).toBeUndefined();
  expect(await farOf(41)).toEqual(["visits"]);
  expect(await farOf(-21)).toEqual(["visits"]);
});

test("the metadata of version 2 say which tensors are texts and booleans", async () => {
  const { body } = await api.request.get("/v2/models/things");
  const { inputs } = body as { inputs: readonly { name: string; datatype: string }[] };
  expect(inputs.map(({ datatype }) => datatype)).toEqual(DATATYPES);
});
