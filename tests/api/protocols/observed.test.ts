import { observersOf, predictionIds, ProblemError, type Answered } from "@despliega/api";
import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { placeOfId } from "@despliega/storage";
import type supertest from "supertest";

import { capturedLog } from "../support.js";
import { apiServing, manyRows, NAMES, recordOf, RISKY } from "./support.js";

const seen: Answered[] = [];
const ids = predictionIds();
const { logger, lines } = capturedLog();
let refuses = false;
let fails = false;
const { observe, settled } = observersOf(
  [
    {
      wants: ({ model }) => model === "riesgo",
      before: async () => {
        if (refuses) throw new ProblemError("AUDIT_UNAVAILABLE");
      },
      after: (answered) => {
        seen.push(answered);
        if (fails) throw new Error("about nobody else");
      },
    },
  ],
  ids,
  logger,
);

let request: ReturnType<typeof supertest>;
beforeAll(async () => {
  ({ request } = await apiServing([{}], { observe }));
});
beforeEach(() => {
  refuses = false;
  fails = false;
  seen.length = 0;
});

/** The only answers that were seen since the last look. */
const only = async (): Promise<Answered> => {
  await settled();
  expect(seen).toHaveLength(1);
  return seen.pop()!;
};

const RECORD = recordOf(RISKY);
const post = (path: string, body: object) => request.post(path).send(body);
const rowsOf = ({ values, rows }: Answered) =>
  Array.from({ length: rows }, (_, row) => [
    ...values.subarray(row * NAMES.length, (row + 1) * NAMES.length),
  ]);

describe("an observer sees the rows, scores and ids of answers", () => {
  test.each([
    ["/v1/models/riesgo/prediction", RECORD],
    ["/v1/prediction", [RECORD]],
    ["/invocations", { instances: [RECORD] }],
    [
      "/v2/models/riesgo/infer",
      {
        inputs: NAMES.map((name, i) => ({
          name,
          shape: [1],
          datatype: name.includes("amount") ? "FP64" : name === "flag_own_car" ? "BOOL" : "INT64",
          data: [name === "flag_own_car" ? RISKY[i] === 1 : RISKY[i]],
        })),
      },
    ],
  ])("at %s", async (path, body) => {
    const { headers } = await post(path, body).expect(200);
    const answered = await only();
    expect(rowsOf(answered)).toEqual([RISKY]);
    expect([...answered.scores]).toEqual([expect.any(Number)]);
    expect(answered).toMatchObject({
      rows: 1,
      keys: undefined,
      requestId: headers["x-request-id"],
    });
    expect(headers["x-prediction-id"]).toBe(answered.id.text);
    expect(placeOfId(answered.id.text)?.instance).toBe(ids.instance);
  });

  test("of an entity, with its key", async () => {
    const { body, headers } = await request
      .get("/api/user/5008806/prediccion?detalle=true")
      .expect(200);
    const { id, keys, scores } = await only();
    expect(keys).toEqual([[5008806]]);
    expect([...scores]).toEqual([body.probabilidad]);
    expect([body.id_prediccion, headers["x-prediction-id"]]).toEqual([id.text, id.text]);
  });

  test("of a batch that a thread scored, each row with an id in the detail", async () => {
    const rows = manyRows(5_000);
    const sent = post("/v1/prediction", rows.map(recordOf));
    const { headers } = await sent.expect(200);
    const answered = await only();
    expect(rowsOf(answered)).toEqual(rows.map((row) => row.map((value) => value ?? NaN)));
    expect(answered.scores).toHaveLength(5_000);
    expect(headers["x-prediction-id"]).toBe(answered.id.text);

    const few = manyRows(300).map(recordOf);
    const { body } = await post("/v1/prediction?detalle=true", few).expect(200);
    const { id } = await only();
    expect(body.map((row: { id_prediccion: string }) => row.id_prediccion)).toEqual(
      few.map((_, i) => `${id.text}.${i + 1}`),
    );
  });
});

test("a step before an answer that fails leaves the caller without the answer", async () => {
  refuses = true;
  for (const sent of [
    request.get("/api/user/5008806/prediccion"),
    post("/v1/prediction", RECORD),
    post("/invocations", { instances: [RECORD] }),
  ]) {
    const { body, headers } = await sent.expect(503);
    expect(body.code).toBe("AUDIT_UNAVAILABLE");
    expect(headers).not.toHaveProperty("x-prediction-id");
  }
  await settled();
  expect(seen).toEqual([]);
});

test("a step after an answer that fails is logged by its kind, and harms no answer", async () => {
  fails = true;
  await request.get("/api/user/5008806/prediccion").expect(200);
  await only();
  expect(lines()).toEqual([
    expect.objectContaining({
      error: "Error",
      model: "riesgo",
      msg: "a step after an answer failed",
    }),
  ]);
});

test("answers that are only counted have no id, and have one where something else keeps it", async () => {
  let keeping = false;
  const counted: Answered[] = [];
  const observers = observersOf(
    [
      {
        wants: () => true,
        keepsIds: () => false,
        after: (answered) => void counted.push(answered),
      },
      { wants: () => keeping },
    ],
    ids,
    logger,
  );
  const { request: counting } = await apiServing([{}], observers);
  const ask = () => counting.get("/api/user/5008806/prediccion?detalle=true").expect(200);
  const posted = () => counting.post("/v1/prediction?detalle=true").send(RECORD).expect(200);
  for (const sent of [ask, posted]) {
    const { body, headers } = await sent();
    expect(headers).not.toHaveProperty("x-prediction-id");
    expect(body).not.toHaveProperty("id_prediccion");
  }
  await observers.settled();
  expect(counted).toHaveLength(2);
  keeping = true;
  const { body, headers } = await ask();
  expect(headers["x-prediction-id"]).toBe(body.id_prediccion);
});

test("answers that nobody observes have no id", async () => {
  const { request: plain } = await apiServing();
  const { body, headers } = await plain
    .get("/api/user/5008806/prediccion?detalle=true")
    .expect(200);
  expect(headers).not.toHaveProperty("x-prediction-id");
  expect(body).not.toHaveProperty("id_prediccion");
});
