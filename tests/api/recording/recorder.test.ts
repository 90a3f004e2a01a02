import { createRecorder, observersOf, predictionIds, type Recorder } from "@despliega/api";
import {
  answerFolder,
  BinLine,
  keyWriter,
  memoryBlobStore,
  openRelease,
  readAnswerLine,
  readPredictionKey,
  StoreUnreachable,
  type AnswerLine,
  type BlobStore,
  type CountLine,
  type RecordedAnswer,
} from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import { collect } from "../../support/collect.js";
import { linesHere } from "../../support/lines-here.js";
import { promoteTiny, versionOf } from "../../support/release.js";
import { apiServing, manyRows, recordOf, RISKY } from "../protocols/support.js";
import { capturedLog } from "../support.js";
import { testKey } from "../../support/test-key.js";

const SECRET = readPredictionKey({
  DESPLIEGA_PREDICTION_KEY: testKey(7).toString("base64"),
});

interface Setup {
  readonly share?: number;
  readonly memoryBytes?: number;
  readonly flushSeconds?: number;
  readonly store?: BlobStore;
}

/** An api that records, and what it has recorded when it stops. */
const recording = async ({ share = 1, store = memoryBlobStore(), ...limits }: Setup = {}) => {
  const ids = predictionIds();
  const { instance } = ids;
  const pauses = [0];
  const log = capturedLog();
  const recorder = createRecorder({
    store,
    instance,
    logger: log.logger,
    share,
    lines: linesHere({ store, instance, secret: SECRET, pauses }),
    referenceOf: async () => undefined,
    pauses,
    // Only those tests flush before the end that ask for it.
    flushSeconds: 3_600,
    ...limits,
  });
  const { observe, settled } = observersOf([recorder], ids, log.logger);
  const { request } = await apiServing([{}], { observe, recorder });
  const close = async () => {
    await settled();
    await recorder.close();
  };
  return { request, recorder, store, instance, log, close };
};

/** The lines of a model's recorded answers. */
const linesOf = async (store: BlobStore): Promise<readonly AnswerLine[]> => {
  const lines: AnswerLine[] = [];
  for (const { name } of await collect(store.list("predictions/")))
    for (const text of (await store.read(name)).bytes.toString().split("\n"))
      if (text !== "") lines.push(readAnswerLine(text)!);
  return lines;
};

const isCount = (line: AnswerLine): line is CountLine => "counts" in line;
const answersOf = (lines: readonly AnswerLine[]): readonly RecordedAnswer[] =>
  lines.filter((line): line is RecordedAnswer => !isCount(line));
const countsOf = (lines: readonly AnswerLine[]) => lines.filter(isCount).map((line) => line.counts);
const totalOf = (recorder: Recorder) => recorder.totals()[0];

test("answers and refused requests are recorded, each answer with its id", async () => {
  const { request, store, instance, close } = await recording();
  const { body, headers } = await request.get("/api/user/5008806/prediccion?detalle=true");
  await request.get("/api/user/1/prediccion").expect(404);
  await request.get("/api/user/1/caracteristicasriesgo").expect(404);
  await request.get("/api/user/5008806/caracteristicasriesgo").expect(200);
  const { body: two } = await request
    .post("/v1/prediction?detalle=true")
    .send([recordOf(RISKY), { ...recordOf(RISKY), years_on_the_job: null }]);
  await request.post("/v1/prediction").send({}).expect(400);
  await close();

  const lines = await linesOf(store);
  const [first, ...others] = answersOf(lines);
  expect(first).toEqual({
    id: headers["x-prediction-id"],
    at: expect.any(String),
    version: versionOf(1),
    key: keyWriter("riesgo", "hashed", SECRET)!([5008806]),
    features: [29, 136.4468640135, 59, 3, 1],
    scores: [body.probabilidad],
    answer: body.resultado[0],
  });
  expect(others.map(({ id, features, answer, key }) => ({ id, features, answer, key }))).toEqual([
    { id: two[0].id_prediccion, features: RISKY, answer: two[0].resultado[0] },
    {
      id: two[1].id_prediccion,
      features: RISKY.map((value, i) => (i === 3 ? null : value)),
      answer: two[1].resultado[0],
    },
  ]);
  expect(countsOf(lines)).toEqual([
    {
      answers: 3,
      recorded: 3,
      dropped: 0,
      refused: { ENTITY_UNKNOWN: 1, FEATURE_MISSING: 1 },
    },
  ]);
  const [{ name } = { name: "" }] = await collect(store.list("predictions/"));
  expect(name).toBe(`${answerFolder("riesgo", new Date(first!.at))}${instance}-1.jsonl`);
});

describe("a share of the answers", () => {
  test("is recorded, and all are counted", async () => {
    const { request, store, close } = await recording({ share: 0.25 });
    await request.post("/v1/prediction").send(manyRows(4_000).map(recordOf)).expect(200);
    await close();
    const lines = await linesOf(store);
    const recorded = answersOf(lines);
    expect(countsOf(lines)).toMatchObject([{ answers: 4_000, recorded: recorded.length }]);
    // 7 standard deviations around the mean.
    expect(Math.abs(recorded.length - 1_000)).toBeLessThan(192);
    expect(new Set(recorded.map(({ id }) => id)).size).toBe(recorded.length);
  });

  test("of 0 records nothing and gives no ids", async () => {
    const { request, store, close } = await recording({ share: 0 });
    const { headers } = await request.get("/api/user/5008806/prediccion");
    expect(headers).not.toHaveProperty("x-prediction-id");
    await close();
    expect(await linesOf(store)).toEqual([]);
  });
});

test("answers that find no memory are dropped and counted", async () => {
  const { request, recorder, store, close } = await recording({ memoryBytes: 100 << 10 });
  for (let i = 0; i < 6; i++)
    await request.post("/v1/prediction").send(manyRows(100).map(recordOf)).expect(200);
  await request.post("/v1/prediction").send(manyRows(5_000).map(recordOf)).expect(200);
  await close();
  const lines = await linesOf(store);
  const recorded = answersOf(lines).length;
  expect(recorded).toBeGreaterThan(100);
  expect(recorded).toBeLessThan(600);
  expect(countsOf(lines)).toMatchObject([{ answers: 5_600, recorded, dropped: 5_600 - recorded }]);
  expect(totalOf(recorder)).toMatchObject({ recorded, dropped: 5_600 - recorded });
});

test("dropped answers are told in the log", async () => {
  const { request, log, close } = await recording({ memoryBytes: 1, flushSeconds: 0.01 });
  await request.post("/v1/prediction").send(manyRows(3).map(recordOf)).expect(200);
  while (log.text.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await close();
  expect(log.lines()).toMatchObject([
    { model: "riesgo", answers: 3, msg: "answers are dropped, and not recorded" },
  ]);
});

test("a thread that ends by itself loses what it held, and the next flush starts another one", async () => {
  const store = memoryBlobStore();
  const log = capturedLog();
  let ends = true;
  const ids = predictionIds();
  const { instance } = ids;
  const lines = linesHere({ store, instance, secret: undefined });
  const recorder = createRecorder({
    ...{ store, instance, logger: log.logger, share: 1, flushSeconds: 0.01 },
    referenceOf: async () => undefined,
    lines: (memoryBytes) => (listener) => {
      const thread = lines(memoryBytes)(listener);
      if (!ends) return thread;
      setImmediate(() => listener.onEnd(new Error("out of memory")));
      return { ...thread, post: () => {} };
    },
  });
  const { observe, settled } = observersOf([recorder], ids, log.logger);
  const { request } = await apiServing([{}], { observe, recorder });
  await request.post("/v1/prediction").send(manyRows(3).map(recordOf)).expect(200);
  while ((totalOf(recorder)?.dropped ?? 0) < 3)
    await new Promise((resolve) => setTimeout(resolve, 5));
  ends = false;
  await request.post("/v1/prediction").send(manyRows(2).map(recordOf)).expect(200);
  await settled();
  while ((totalOf(recorder)?.recorded ?? 0) < 2)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await recorder.close();
  expect(totalOf(recorder)).toEqual({ model: "riesgo", recorded: 2, dropped: 3 });
  expect(answersOf(await linesOf(store))).toHaveLength(2);
  const told = log.lines().map(({ msg }) => msg);
  expect(told).toContain("the thread that records answers has ended");
  expect(told).not.toContain("answers are not recorded");
});

test("a store that is away fails no answer; what it did not take is counted when it is back", async () => {
  const inner = memoryBlobStore();
  let away = true;
  const store: BlobStore = {
    ...inner,
    append: async (...given) => {
      if (away) throw new StoreUnreachable({ url: "", name: "", problem: "away" });
      return inner.append(...given);
    },
  };
  const { request, recorder, log, close } = await recording({ store });
  // More than one append holds, so that the first is tried and given up before the end.
  await request.post("/v1/prediction").send(manyRows(7_000).map(recordOf)).expect(200);
  while ((totalOf(recorder)?.dropped ?? 0) === 0) await new Promise(setImmediate);
  away = false;
  await request.get("/api/user/5008806/prediccion").expect(200);
  await close();
  const counts = countsOf(await linesOf(inner));
  const sum = (of: (count: CountLine["counts"]) => number) =>
    counts.reduce((all, count) => all + of(count), 0);
  const kept = answersOf(await linesOf(inner)).length;
  expect(sum(({ answers }) => answers)).toBe(7_001);
  expect(sum(({ recorded }) => recorded)).toBe(kept);
  expect(sum(({ dropped }) => dropped)).toBe(7_001 - kept);
  const { text } = await request.get("/metrics");
  expect(text).toContain(`despliega_dropped_answers_total{model="riesgo"} ${7_001 - kept}`);
  expect(log.lines().map(({ msg }) => msg)).toEqual([
    "answers cannot be recorded now",
    "answers are recorded again",
  ]);
});

describe("of a model about people", () => {
  const numbers = { counts: [0, 0], missing: 0 };
  const edges = { kind: "numbers" as const, edges: [25] };

  /** A recorder of a day, and answers of so many people of an age. */
  const counting = async () => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    const opened = await openRelease(store, "riesgo", versionOf(1));
    const release = {
      ...opened,
      manifest: { ...opened.manifest, privacy: "sensitive" as const },
    };
    const log = capturedLog();
    const recorder = createRecorder({
      store,
      instance: "a",
      logger: log.logger,
      share: 1,
      lines: linesHere({ store, instance: "a", secret: SECRET }),
      referenceOf: async () => ({
        format: "despliega-reference",
        formatVersion: 1,
        trainingRows: 0,
        testRows: 0,
        features: opened.manifest.features.map(({ name }) => ({
          name,
          ...edges,
          training: numbers,
        })),
        scores: [{ ...edges, edges: [0.5], test: numbers }],
      }),
    });
    const { next } = predictionIds();
    const answer = (rows: number, age: number | null, at: number) =>
      recorder.after!({
        release,
        id: next(),
        at,
        rows,
        values: Float64Array.from(
          Array.from({ length: rows }, () => [2, 187.25, age ?? NaN, 1, 0]).flat(),
        ),
        scores: new Float64Array(rows).fill(0.75),
        keys: undefined,
        pseudonyms: undefined,
        unknown: new Set(),
        caller: undefined,
        requestId: "",
      });
    return { store, recorder, release, answer };
  };

  test("no answer is recorded; counts of a day are multiples of ten", async () => {
    const { store, recorder, release, answer } = await counting();
    const day = Date.parse("2026-11-29T10:00:00Z");
    answer(23, 20, day);
    answer(9, 40, day);
    answer(12, null, day);
    answer(10, 40, day + 86_400_000);
    expect(recorder.keepsIds!(release.manifest)).toBe(false);
    recorder.refused!(release.manifest, "KEY_MISSING");
    await new Promise(setImmediate);
    await recorder.close();
    const lines = [];
    for (const { name } of await collect(store.list("predictions/")))
      lines.push(BinLine.parse(JSON.parse((await store.read(name)).bytes.toString())));
    expect(lines.map(({ at, bins }) => [at, bins.features["age"], bins.scores])).toEqual([
      ["2026-11-29", { 0: 20, missing: 10 }, [{ 1: 40 }]],
      ["2026-11-30", { 1: 10 }, [{ 1: 10 }]],
    ]);
  });
});
