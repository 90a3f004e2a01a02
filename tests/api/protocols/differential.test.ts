import { beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";

import {
  binaryRequest,
  bytesOf,
  readBinaryAnswer,
  type PlainTensor,
} from "../../support/binary-tensors.js";
import { USERS } from "../../support/release.js";
import { apiServing, manyRows, NAMES, recordOf, type Values } from "./support.js";

let api: Awaited<ReturnType<typeof apiServing>>;

beforeAll(async () => {
  api = await apiServing();
});

/** Class and score of a row. */
type Scored = readonly [label: number, score: number];

const json = async (url: string, body: unknown): Promise<unknown> => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await api.request.post(url).type("application/json").send(text);
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text) as unknown;
};

interface Detailed {
  readonly resultado: readonly [number];
  readonly probabilidad: number;
}
const ofDetailed = ({ resultado, probabilidad }: Detailed): Scored => [resultado[0], probabilidad];

const v1 = async (rows: readonly Values[]) =>
  ((await json("/v1/prediction?detalle=true", rows.map(recordOf))) as Detailed[]).map(ofDetailed);

const v1Short = async (rows: readonly Values[]) =>
  ((await json("/v1/prediction?detalle=true", rows.map(withoutMissing))) as Detailed[]).map(
    ofDetailed,
  );

const v1One = (rows: readonly Values[]) =>
  Promise.all(
    rows
      .slice(0, 20)
      .map(async (row) =>
        ofDetailed((await json("/v1/prediction?detalle=true", recordOf(row))) as Detailed),
      ),
  );

const mlflow =
  (form: string, write: (rows: readonly Values[]) => unknown) =>
  async (rows: readonly Values[]) => {
    const body = { [form]: write(rows) };
    const { predictions } = (await json("/invocations?detalle=true", body)) as {
      predictions: Detailed[];
    };
    const plain = (await json("/invocations", body)) as { predictions: number[] };
    expect(plain.predictions).toEqual(predictions.map(({ resultado }) => resultado[0]));
    return predictions.map(ofDetailed);
  };

/** MLflow's forms as its client writes them: NaN for what is missing. */
const python = (form: string) => async (rows: readonly Values[]) => {
  const { predictions } = (await json("/invocations?detalle=true", pythonJson(form, rows))) as {
    predictions: Detailed[];
  };
  return predictions.map(ofDetailed);
};

const csv =
  (missing: string, ends: readonly [string, string]) => async (rows: readonly Values[]) => {
    const lines = rows.map((row) => row.map((value) => value ?? missing).join() + ends[1]);
    const { text } = await api.request
      .post("/invocations?detalle=true")
      .set("content-type", "text/csv")
      .send(NAMES.join() + ends[0] + lines.join(""));
    return (JSON.parse(text) as { predictions: Detailed[] }).predictions.map(ofDetailed);
  };

const v2 =
  (inputsOf: (rows: readonly Values[]) => readonly object[]) => async (rows: readonly Values[]) => {
    const answer = await json("/v2/models/riesgo/infer", { inputs: inputsOf(rows) });
    const { outputs } = answer as { outputs: readonly { readonly data: readonly number[] }[] };
    return rows.map((_, i): Scored => [outputs[0]!.data[i]!, outputs[1]!.data[i]!]);
  };

/** The same over bytes, both ways. */
const v2Binary =
  (inputsOf: (rows: readonly Values[]) => readonly PlainTensor[]) =>
  async (rows: readonly Values[]) => {
    const parameters = { binary_data_output: true };
    const { body, headers } = binaryRequest(inputsOf(rows), { parameters });
    const answer = await api.request
      .post("/v2/models/riesgo/infer")
      .set({ "content-type": "application/octet-stream", ...headers })
      .buffer(true)
      .parse(bytesOf)
      .send(body);
    expect(answer.status).toBe(200);
    const { outputs, rest } = readBinaryAnswer(
      answer.body as Buffer,
      answer.headers["inference-header-content-length"],
    );
    expect(rest).toBe(0);
    const [classes, scores] = outputs.map(({ data }) => data as readonly number[]);
    return rows.map((_, i): Scored => [classes![i]!, scores![i]!]);
  };

/** A datatype for each feature; only numbers with a point have a NaN for what is missing. */
const DATATYPES = ["INT64", "FP64", "INT64", "FP64", "UINT8"] as const;

const asRows = (rows: readonly Values[]) => rows;
const asRecords = (rows: readonly Values[]) => rows.map(recordOf);
const asColumns = (rows: readonly Values[]) =>
  Object.fromEntries(NAMES.map((name, i) => [name, rows.map((row) => row[i]!)]));

/** A row without the fields that are missing in it. */
const withoutMissing = (row: Values) =>
  Object.fromEntries(Object.entries(recordOf(row)).filter(([, value]) => value !== null));

/** JSON as Python writes it, with NaN for what is missing. */
const pythonJson = (form: string, rows: readonly Values[]) =>
  JSON.stringify({ [form]: rows }).replaceAll("null", "NaN");

const PROTOCOLS: Readonly<Record<string, (rows: readonly Values[]) => Promise<readonly Scored[]>>> =
  {
    v1One,
    dataframe_split: mlflow("dataframe_split", (rows) => ({ columns: NAMES, data: rows })),
    dataframe_records: mlflow("dataframe_records", asRecords),
    "instances of arrays": mlflow("instances", asRows),
    "instances of records": mlflow("instances", asRecords),
    "inputs of arrays": mlflow("inputs", asRows),
    "inputs of records": mlflow("inputs", asRecords),
    "inputs of columns": mlflow("inputs", asColumns),
    "instances of arrays with NaN": python("instances"),
    "dataframe_records without what is missing": mlflow("dataframe_records", (rows) =>
      rows.map(withoutMissing),
    ),
    v1Short,
    csv: csv("", ["\n", "\n"]),
    "csv with NaN, blanks and both line ends": csv(" NaN ", ["\r\n", "\n\n"]),
    "v2 tensor per feature": v2((rows) =>
      NAMES.map((name, i) => ({
        name,
        shape: [rows.length],
        datatype: "FP64",
        data: rows.map((row) => row[i]),
      })),
    ),
    "v2 tensor of rows": v2((rows) => [
      { name: "features", shape: [rows.length, NAMES.length], datatype: "FP64", data: rows.flat() },
    ]),
    "v2 bytes of a tensor per feature": v2Binary((rows) =>
      NAMES.map((name, i) => ({
        name,
        shape: [rows.length, 1],
        datatype: DATATYPES[i]!,
        data: rows.map((row) => row[i]),
      })),
    ),
    "v2 bytes of a tensor of rows": v2Binary((rows) => [
      { name: "input-0", shape: [rows.length, NAMES.length], datatype: "FP64", data: rows.flat() },
    ]),
  };

const agree = async (rows: readonly Values[]): Promise<void> => {
  const expected = await v1(rows);
  expect(expected).toHaveLength(rows.length);
  for (const [name, ask] of Object.entries(PROTOCOLS)) {
    const scored = await ask(rows);
    expect([name, scored]).toEqual([name, expected.slice(0, scored.length)]);
  }
};

const whole = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.maxSafeInteger());
const optional = (value: fc.Arbitrary<number>) => fc.option(value, { nil: null });
const row = fc.tuple(
  whole,
  optional(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 })),
  whole,
  optional(whole),
  fc.constantFrom(0, 1),
);

test("every protocol answers any rows with the same bits, on the event loop", async () => {
  await fc.assert(fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), agree), {
    numRuns: 25,
  });
});

test("every protocol answers many rows with the same bits, in a thread", async () => {
  await agree(manyRows(6_000));
});

test("a thread and the event loop answer with the same bits", async () => {
  const rows = manyRows(6_000);
  const together = await v1(rows);
  expect(await v1(rows.slice(0, 50))).toEqual(together.slice(0, 50));
});

test("the users of a release get from every protocol what their own url says", async () => {
  const { release } = { release: api.releases.current()[0]! };
  const { value } = release.manifest.threshold!;
  const rows = Object.values(USERS);
  const scores = Object.keys(USERS).map((id) => {
    const features = new Float64Array(NAMES.length);
    release.table!.read(release.table!.find([Number(id)]), features);
    return release.scorer.score(features);
  });
  expect(await v1(rows)).toEqual(scores.map((score): Scored => [score >= value ? 1 : 0, score]));
  await agree(rows);
});
