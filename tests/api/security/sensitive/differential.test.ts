import { memoryBlobStore } from "@despliega/storage";
import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { binaryRequest, bytesOf, readBinaryAnswer } from "../../../support/binary-tensors.js";
import {
  auditOf,
  callerCheckFor,
  authorisationOn,
  MASKED,
  WHOLE,
} from "../../../support/sensitive.js";
import { apiServing, NAMES, recordOf, RISKY, type Values } from "../../protocols/support.js";
import { handle, pseudonym, VIH } from "./support.js";

interface Row {
  readonly person: string | number;
  readonly values: Values;
}

/** The answer about a row: pseudonym, class and score. */
type Answer = readonly [pseudonym: string, label: number, score: number];

let api: Awaited<ReturnType<typeof apiServing>>;
const audit = memoryBlobStore();
beforeAll(async () => {
  api = await apiServing([VIH], {
    checkCaller: callerCheckFor(WHOLE),
    authorisation: authorisationOn(audit),
  });
});

const json = async (url: string, body: object): Promise<unknown> => {
  const answer = await api.request.post(url).send(body);
  expect([url, answer.status]).toEqual([url, 200]);
  return JSON.parse(answer.text) as unknown;
};

interface Detailed {
  readonly infectado: readonly [number];
  readonly probabilidad: number;
  readonly pseudonym: string;
}
const ofDetailed = ({ infectado, probabilidad, pseudonym }: Detailed): Answer => [
  pseudonym,
  infectado[0],
  probabilidad,
];

const FIELDS = ["patient_id", ...NAMES];
const cells = ({ person, values }: Row): readonly (string | number | null)[] => [person, ...values];
const record = ({ person, values }: Row) => ({ ...recordOf(values), patient_id: person });
const column = (rows: readonly Row[], i: number) => rows.map((row) => cells(row)[i]);

const mlflow =
  (form: string, write: (rows: readonly Row[]) => unknown) => async (rows: readonly Row[]) => {
    const body = { [form]: write(rows) };
    const { predictions } = (await json("/invocations?detalle=true", body)) as {
      readonly predictions: readonly Detailed[];
    };
    const plain = (await json("/models/vih/invocations", body)) as object;
    expect(plain).toEqual({
      predictions: predictions.map(({ infectado, pseudonym }) => ({ infectado, pseudonym })),
    });
    return predictions.map(ofDetailed);
  };

const quoted = (cell: string | number | null): string =>
  `"${String(cell ?? "").replaceAll('"', '""')}"`;

const csv = async (rows: readonly Row[]) => {
  const lines = [FIELDS.join(), ...rows.map((row) => cells(row).map(quoted).join())];
  const { text } = await api.request
    .post("/invocations?detalle=true")
    .set("content-type", "text/csv")
    .send(lines.join("\n"));
  return (JSON.parse(text) as { predictions: Detailed[] }).predictions.map(ofDetailed);
};

const people = (rows: readonly Row[], datatype: string, shape: readonly number[]) => {
  const data = column(rows, 0).map((person) => (datatype === "BYTES" ? String(person) : person));
  return { name: "patient_id", shape, datatype, data };
};

const tensors = (rows: readonly Row[]) =>
  NAMES.map((name, i) => ({
    name,
    shape: [rows.length],
    datatype: "FP64",
    data: column(rows, i + 1),
  }));

const v2 =
  (inputsOf: (rows: readonly Row[]) => readonly object[]) => async (rows: readonly Row[]) => {
    const answer = await json("/v2/models/vih/infer", { inputs: inputsOf(rows) });
    const { outputs } = answer as { outputs: readonly { readonly data: readonly unknown[] }[] };
    const [labels, scores, pseudonyms] = outputs.map(({ data }) => data);
    return rows.map((_, i) => [pseudonyms![i], labels![i], scores![i]] as unknown as Answer);
  };

type Ask = (rows: readonly Row[]) => Promise<readonly Answer[]>;

/** The same over bytes, both ways. */
const v2Binary: Ask = async (rows) => {
  const parameters = { binary_data_output: true };
  const inputs = [people(rows, "BYTES", [rows.length]), ...tensors(rows)];
  const { body, headers } = binaryRequest(inputs, { parameters });
  const answer = await api.request
    .post("/v2/models/vih/infer")
    .set({ "content-type": "application/octet-stream", ...headers })
    .buffer(true)
    .parse(bytesOf)
    .send(body);
  expect(answer.status).toBe(200);
  const { outputs } = readBinaryAnswer(
    answer.body as Buffer,
    answer.headers["inference-header-content-length"],
  );
  const [labels, scores, pseudonyms] = outputs.map(({ data }) => data as readonly unknown[]);
  return rows.map((_, i) => [pseudonyms![i], labels![i], scores![i]] as unknown as Answer);
};

const v1: Ask = async (rows) =>
  ((await json("/v1/prediction?detalle=true", rows.map(record))) as Detailed[]).map(ofDetailed);

const PROTOCOLS: Readonly<Record<string, Ask>> = {
  v1,
  "v1 one": async (rows) => {
    const url = "/v1/models/vih/prediction?detalle=true";
    const answers = await Promise.all(rows.map(async (row) => json(url, record(row))));
    return (answers as Detailed[]).map(ofDetailed);
  },
  dataframe_split: mlflow("dataframe_split", (rows) => ({
    columns: FIELDS,
    data: rows.map(cells),
  })),
  dataframe_records: mlflow("dataframe_records", (rows) => rows.map(record)),
  "instances of records": mlflow("instances", (rows) => rows.map(record)),
  "inputs of columns": mlflow("inputs", (rows) =>
    Object.fromEntries(FIELDS.map((name, i) => [name, column(rows, i)])),
  ),
  csv,
  "v2 tensor a field": v2((rows) => [...tensors(rows), people(rows, "BYTES", [rows.length])]),
  "v2 bytes of a tensor a field": v2Binary,
  "v2 tensor of rows": v2((rows) => [
    people(rows, "BYTES", [rows.length, 1]),
    {
      name: "features",
      shape: [rows.length, NAMES.length],
      datatype: "FP64",
      data: rows.flatMap(({ values }) => values),
    },
  ]),
};

const agree = async (rows: readonly Row[]): Promise<void> => {
  for (const [name, ask] of Object.entries(PROTOCOLS)) {
    const told = await ask(rows);
    expect([name, told.map(([whose]) => whose)]).toEqual([
      name,
      rows.map(({ person }) => pseudonym(person)),
    ]);
    expect([name, told]).toEqual([name, await v1(rows)]);
  }
};

const person = fc.oneof(
  fc.maxSafeInteger(),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
  fc.constantFrom("0012", "1e3", " padded ", "-0", 'a "quoted", one'),
);
const whole = fc.integer({ min: 0, max: 1_000 });
const optional = (value: fc.Arbitrary<number>) => fc.option(value, { nil: null });
const row = fc.record({
  person: person.filter((who) => pseudonym(who) !== undefined),
  values: fc.tuple(
    whole,
    optional(fc.double({ noNaN: true, min: -1e100, max: 1e100 })),
    whole,
    optional(whole),
    fc.constantFrom(0, 1),
  ),
});

test("every protocol answers any rows with the same bits about the same people", async () => {
  await fc.assert(fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), agree), {
    numRuns: 25,
  });
});

test("every protocol leaves the same record", async () => {
  const rows = [
    { person: "a", values: RISKY },
    { person: 7, values: [29, 136.4, 59, 3, 1] },
  ];
  for (const ask of Object.values(PROTOCOLS)) {
    const before = (await auditOf(audit)).length;
    await ask(rows);
    const records = (await auditOf(audit)).slice(before);
    const subjects = new Set(
      records.flatMap((line) =>
        (line["subjects"] as readonly object[]).map((s) => JSON.stringify(s)),
      ),
    );
    expect([...subjects].toSorted()).toEqual(
      [
        { pseudonym: pseudonym("a"), answer: 1 },
        { pseudonym: pseudonym(7), answer: 0 },
      ]
        .map((subject) => JSON.stringify(subject))
        .toSorted(),
    );
  }
});

test("every protocol shows a handle to a caller who may not see pseudonyms", async () => {
  const masked = await apiServing([VIH], { checkCaller: callerCheckFor(MASKED) });
  const row = { patient_id: "a", ...recordOf(RISKY) };
  const bodies = [
    ["/v1/prediction", row],
    ["/v1/prediction?detalle=true", [row]],
    ["/invocations", { instances: [row] }],
    ["/invocations?detalle=true", { dataframe_records: [row] }],
    [
      "/v2/models/vih/infer",
      {
        inputs: Object.entries(row).map(([name, value]) => ({
          name,
          shape: [1],
          datatype: typeof value === "string" ? "BYTES" : "FP64",
          data: [value],
        })),
      },
    ],
  ] as const;
  for (const [url, body] of bodies) {
    const { status, text } = await masked.request.post(url).send(body);
    expect([url, status]).toEqual([url, 200]);
    expect(text).toContain(`"${handle("a")}"`);
    expect(text).not.toContain("k1.");
  }
});

describe("a body is refused", () => {
  const one = (name: string, datatype: string, data: readonly unknown[]) => ({
    name,
    shape: [data.length],
    datatype,
    data,
  });
  const features = {
    name: "features",
    shape: [1, NAMES.length],
    datatype: "FP64",
    data: [...RISKY],
  };
  const record = { patient_id: "a", ...recordOf(RISKY) };
  const csv = `${NAMES.join()}\n${RISKY.join()}\n`;

  test.each<readonly [string, string, object | string, object]>([
    [
      "of rows without names",
      "/invocations",
      { instances: [RISKY] },
      { code: "SUBJECT_MISSING", feature: "patient_id" },
    ],
    [
      "of records without a person",
      "/invocations",
      { instances: [record, recordOf(RISKY)] },
      { code: "SUBJECT_MISSING", feature: "patient_id", row: 2 },
    ],
    [
      "of columns without a person's",
      "/invocations",
      { dataframe_split: { columns: NAMES, data: [RISKY] } },
      { code: "SUBJECT_MISSING", feature: "patient_id" },
    ],
    [
      "of CSV without a person's column",
      "/invocations",
      csv,
      { code: "SUBJECT_MISSING", feature: "patient_id" },
    ],
    [
      "of CSV with an empty person",
      "/invocations",
      `patient_id,${NAMES.join()}\n,${RISKY.join()}\n`,
      { code: "SUBJECT_INVALID", feature: "patient_id", row: 1 },
    ],
    [
      "of two columns of people",
      "/invocations",
      {
        dataframe_split: {
          columns: ["patient_id", "patient_id", ...NAMES],
          data: [["a", "b", ...RISKY]],
        },
      },
      { code: "FIELD_TWICE", feature: "patient_id" },
    ],
    [
      "of rows alone",
      "/v2",
      { inputs: [features] },
      { code: "SUBJECT_MISSING", feature: "patient_id" },
    ],
    [
      "of two tensors of people",
      "/v2",
      { inputs: [one("patient_id", "BYTES", ["a"]), features, one("patient_id", "BYTES", ["a"])] },
      { code: "FIELD_TWICE" },
    ],
    [
      "of a person too many",
      "/v2",
      { inputs: [one("patient_id", "BYTES", ["a", "b"]), features] },
      { code: "TENSOR_INVALID" },
    ],
    [
      "of text that is a number",
      "/v2",
      { inputs: [one("patient_id", "BYTES", [1]), features] },
      { code: "TENSOR_INVALID" },
    ],
    [
      "of nobody",
      "/v2",
      { inputs: [one("patient_id", "BYTES", [null]), features] },
      { code: "SUBJECT_INVALID", feature: "patient_id" },
    ],
  ])("%s", async (_, protocol, body, problem) => {
    const url = protocol === "/v2" ? "/v2/models/vih/infer" : protocol;
    const type = typeof body === "string" ? "text/csv" : "application/json";
    const response = await api.request.post(url).set("content-type", type).send(body);
    expect(response.status).toBe(400);
    expect(response.body).toMatchObject(problem);
  });
});
