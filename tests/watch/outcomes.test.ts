import { readFile } from "node:fs/promises";
import { Readable, Writable } from "node:stream";

import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  memoryBlobStore,
  openRelease,
  readOutcomeLine,
  readPart,
  type BlobStore,
  type EntityKey,
} from "@despliega/storage";
import { ownHistory } from "@despliega/trainer/pipeline/outcomes/own-history.js";
import { withRunEngine } from "@despliega/trainer/pipeline/run-engine.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { monitor } from "@despliega/trainer/pipeline/monitor/monitor.js";
import { takeOutcomes } from "@despliega/trainer/pipeline/outcomes/take-outcomes.js";

import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { riesgo } from "../support/models.js";
import { linesByDay, putLines, type Question } from "../support/recorded-lines.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { trainOn } from "../trainer/support/runs.js";

const NAMES = { id: "prediction_id", time: "at", outcome: "status" };

const store = memoryBlobStore();
const { manifest } = await trainOn(store, { input: await fewLoans() });
const { scorer } = await openRelease(store, "riesgo", manifest.version);
const entities = (await readPart(store, manifest, "features.csv"))
  .toString()
  .trim()
  .split("\n")
  .slice(1)
  .map((row) => row.split(",").map((field) => (field === "" ? null : Number(field))));

const keyOf = (key: EntityKey): string => `h:${String(key[0]).padStart(32, "0")}`;

/** A number from 0 to 1 that follows from a place. */
const drawn = (nth: number): number => ((nth * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;

/** A question a day about each entity, in March. */
const asked: Question[] = Array.from({ length: 4_000 }, (_, nth) => {
  const [, ...features] = entities[(nth * 7919) % entities.length]!;
  const score = scorer.score(Float64Array.from(features, (value) => value ?? NaN));
  const day = `2026-03-${String((nth % 28) + 1).padStart(2, "0")}`;
  return { day, version: manifest.version, key: keyOf([nth]), features, score };
});
await putLines(store, "riesgo", linesByDay(asked));

const take = (target: BlobStore, csv: readonly string[]) =>
  takeOutcomes(
    target,
    { file: "outcomes.csv", chunks: Readable.from([Buffer.from(`${csv.join("\n")}\n`)]) },
    {
      ...{ manifest, names: NAMES, keyOf, maturity: 30 },
      now: new Date("2026-04-20T00:00:00Z"),
    },
  );

const quiet = () => createProgress(new Writable({ write: (_chunk, _encoding, done) => done() }));

const look = () =>
  monitor(
    { model: riesgo, version: manifest.version, days: 28, until: "2026-03-28" },
    {
      ...{ store, predictions: store },
      settings: { memoryLimit: "300MB", threads: 2 },
      progress: quiet(),
    },
  );

describe("outcomes", () => {
  test("by key and time are found for the answers before them, and measured", async () => {
    const before = await look();
    expect(before.performance).toBeUndefined();
    expect(before.expected?.answers).toBe(4_000);
    const rows = asked.map(({ score }, nth) => `${nth},2026-04-10,${drawn(nth) < score ? 1 : 0}`);
    const taken = await take(store, ["id,at,status", ...rows, "7,2026-03-01,0"]);
    expect(taken).toMatchObject({ read: 4_001, kept: 4_001, double: 0, contradicting: 0 });
    const { performance, outcomes } = await look();
    // The outcome of the seventh came before its question of the 8th, and the later one counts.
    expect(performance!.outcomes).toEqual({ answers: 4_000, mature: 4_000, known: 4_000 });
    const bad = asked.filter(({ score }, nth) => drawn(nth) < score).length;
    expect(performance!.whole!.confusion!.flat().reduce((sum, count) => sum + count)).toBe(4_000);
    expect(performance!.whole!.confusion![1]!.reduce((sum, count) => sum + count)).toBe(bad);
    expect(outcomes).toMatchObject({ contradicting: 0, unknown: 0 });
    expect(performance!.weeks.map(({ from }) => from)).toEqual([
      "2026-03-01",
      "2026-03-08",
      "2026-03-15",
      "2026-03-22",
    ]);
  });

  test("that are known, contradict another one, come late or are none are told apart", async () => {
    const other = memoryBlobStore();
    const first = await take(other, ["id,at,status", "1,2026-04-01,0", "1,2026-04-01,0"]);
    expect(first).toMatchObject({ read: 2, kept: 1, double: 1 });
    const second = await take(other, [
      "id,at,status",
      "1,2026-04-01,0",
      "1,2026-04-01,1",
      "2,2026-01-01,1",
      "3,soon,1",
      "4,2026-04-01,maybe",
      ",2026-04-01,1",
    ]);
    expect(second).toEqual({
      ...{ read: 6, kept: 2, double: 1, contradicting: 1, late: 1 },
      wrong: { time: 1, outcome: 1, key: 1 },
    });
    const again = await take(other, ["id,at,status", "1,2026-04-01,0", "1,2026-04-01,1"]);
    expect(again).toMatchObject({ kept: 0, double: 2 });
    await expect(take(other, ["id,at,status", "9,2026-04-01,maybe"])).rejects.toMatchObject({
      code: "OUTCOMES_INVALID",
    });
    await expect(take(other, ["who,status", "9,1"])).rejects.toMatchObject({
      message: expect.stringContaining("--id") as unknown,
    });
  });

  test("by id count for that answer alone, and those of no answer are told", async () => {
    const [line] = linesByDay(asked).get("2026-03-01")!;
    const { id } = JSON.parse(line!) as { id: string };
    const unknown = id.replace(/-[0-9a-f]{16}-/, `-${"f".repeat(16)}-`);
    await take(store, ["prediction_id,status", `${id},1`, `${unknown},1`]);
    const { performance, outcomes } = await look();
    expect(performance!.outcomes.known).toBe(4_000);
    expect(outcomes!.unknown).toBe(1);
  });

  test("compare a challenger with the champion on the same answers", async () => {
    expect((await look()).challengers).toEqual([]);
    const now = new Date("2026-02-03T10:20:30Z");
    const challenger = (await trainOn(store, { input: await fewLoans(), now })).manifest;
    // Its scores know nothing of the question.
    const scored = [...linesByDay(asked)].map(([day, lines]): [string, string[]] => [
      day,
      lines.map((line, nth) => {
        const { id, ...rest } = JSON.parse(line) as { readonly id: string };
        const own = { id: id.replace("0123456789abcdef", "f".repeat(16)), challengeOf: id };
        const { version } = challenger;
        return JSON.stringify({ ...rest, ...own, version, scores: [drawn(7 * nth + day.length)] });
      }),
    ]);
    await putLines(store, "riesgo", new Map(scored), "f".repeat(16));
    const { challengers, performance } = await look();
    expect(challengers).toHaveLength(1);
    const [{ known, metric, verdict, metrics }] = challengers as [(typeof challengers)[0]];
    expect([known, metric, verdict]).toEqual([4_000, "roc_auc", "worse"]);
    const { champion, challenger: other } = metrics["roc_auc"]!;
    expect(champion).toBeCloseTo(performance!.whole!.figures["roc_auc"]!.value, 12);
    expect(Math.abs(other - 0.5)).toBeLessThan(0.1);
  });
});

describe("the history of a model", () => {
  const settings = {
    ...{ memoryLimit: "300MB", threads: 2, maxRejected: 0.01 },
    personKeys: { pseudonym: [], identity: [] },
    databases: new Map(),
    databaseLimits: { connectSeconds: 20, querySeconds: 60 },
  };

  /** What `outcomes` takes of a history of its own, which is this file. */
  const takeOwn = (model: ModelDefinition, dataset: string, file: string, target: BlobStore) =>
    withRunEngine({ settings }, async (engine, directory) => {
      const now = () => new Date("2026-02-01T10:20:30Z");
      const input = await ownHistory(engine, model, new Map([[dataset, file]]), NAMES, {
        ...{ store: target, settings, progress: quiet(), directory, now },
      });
      return takeOutcomes(target, input, {
        ...{ manifest, names: NAMES, keyOf, maturity: undefined, now: now() },
      });
    });

  test("says what became of every entity, on the day of each of its events", async () => {
    const file = await fewLoans();
    const target = memoryBlobStore();
    const taken = await takeOwn(riesgo, "loans.csv", file, target);
    const [header, ...loans] = (await readFile(file, "utf8")).trimEnd().split("\n");
    const [id, status, day] = ["id", "status", "loan_date"].map((name) =>
      header!.split(",").indexOf(name),
    ) as [number, number, number];
    const expected = new Set(
      loans.map((loan) => {
        const fields = loan.split(",");
        return `${keyOf([Number(fields[id])])} ${fields[day]} ${fields[status]}`;
      }),
    );
    const days = new Set([...expected].map((event) => event.replace(/ \d$/, "")));
    expect(taken).toEqual({
      ...{ read: loans.length, kept: expected.size, double: loans.length - expected.size },
      ...{ contradicting: expected.size - days.size, late: 0, wrong: {} },
    });
    const kept: string[] = [];
    for await (const { name } of target.list(blobNames.outcomes("riesgo")))
      for (const text of (await target.read(name)).bytes.toString().trimEnd().split("\n")) {
        const line = readOutcomeLine(text)!;
        if ("key" in line) kept.push(`${line.key} ${line.at} ${line.outcome}`);
      }
    expect(new Set(kept)).toEqual(expected);
    expect(await takeOwn(riesgo, "loans.csv", file, target)).toMatchObject({ kept: 0 });
  });

  test("brings none where it has no keys and times", async () => {
    const model = { ...riesgo, split: { by: "entity" } } as unknown as ModelDefinition;
    await expect(
      takeOwn(model, "loans.csv", await fewLoans(), memoryBlobStore()),
    ).rejects.toMatchObject({ code: "OUTCOMES_INVALID" });
  });
});
