import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { memoryBlobStore, readPart, type BlobStore, type Manifest } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { FIXTURES } from "../support/fixture.js";
import { riesgo } from "../support/models.js";
import { temporaryDirectory } from "../support/temporary.js";
import { partsOf, trainOn } from "./support/runs.js";

const LOANS = join(FIXTURES, "format-1/input/riesgo/loans.csv");
/** The day after the last of these loans. */
const AFTER = "2022-12-30";

/** The loans, and one more on each of these days. */
const loansAnd = async (...days: readonly string[]): Promise<string> => {
  const more = days.map((day, i) => `${900_000 + i},5008806,Y,1963-04-04,,${day},100,0\n`);
  const file = join(await temporaryDirectory(), "loans.csv");
  await writeFile(file, (await readFile(LOANS, "utf8")) + more.join(""));
  return file;
};

const model: ModelDefinition = { ...riesgo, gates: [] };
const booking: ModelDefinition = {
  ...model,
  inputs: [{ ...riesgo.inputs[0], future: "allowed" }],
};

const on = (day: string): Date => new Date(`${day}T10:20:30Z`);

const learned = (manifest: Manifest, store: BlobStore): Promise<string> =>
  readPart(store, manifest, "train_model.csv").then(String);

describe("what happens after the day of the run", () => {
  test("is rejected and counted, and moves no clock", async () => {
    const store = memoryBlobStore();
    const clean = await trainOn(store, { model, input: LOANS, now: on("2026-02-01") });
    const input = await loansAnd("2099-12-31");
    const { manifest } = await trainOn(store, { model, input, now: on("2026-02-01") });
    expect(manifest.lineage.parameters).toMatchObject({ run_day: "2026-02-01", as_of: AFTER });
    expect(manifest.lineage.inputs[0]!.rejected).toBe(1);
    const rejected = (await readPart(store, manifest, "rejected.csv")).toString().split("\n");
    expect(rejected[1]).toMatch(/^loans\.csv,\d+,loan_date,after the day of the run$/);
    for (const part of ["train_model.csv", "features.csv", "model.json"])
      expect(partsOf(manifest)[part]).toBe(partsOf(clean.manifest)[part]);
  });

  test("counts against the limit of rejected rows as any other fault, by its reason", async () => {
    const input = await loansAnd(...Array.from({ length: 9 }, (_, i) => `2099-12-0${i + 1}`));
    await expect(trainOn(memoryBlobStore(), { model, input })).rejects.toMatchObject({
      code: "INPUT_REJECTED",
      message: expect.stringContaining("loan_date after the day of the run (9, first on line "),
    });
  });

  test("is taken where the model allows it, and the cut-off is still the day of the run", async () => {
    const store = memoryBlobStore();
    const input = await loansAnd("2099-12-31");
    const run = { model: booking, input, now: on("2026-02-01") };
    const { manifest } = await trainOn(store, run);
    expect(manifest.lineage.inputs[0]!.rejected).toBe(0);
    expect(manifest.lineage.parameters["as_of"]).toBe("2026-02-01");
    expect(await learned(manifest, store)).not.toContain("2099-12-31");
  });
});

test("what happens on the day of the run is kept, and counts from the next day on", async () => {
  const store = memoryBlobStore();
  const input = await loansAnd("2026-02-01");
  const today = await trainOn(store, { model, input, now: on("2026-02-01") });
  expect(today.manifest.lineage.inputs[0]!.rejected).toBe(0);
  expect(today.manifest.lineage.parameters["as_of"]).toBe("2026-02-01");
  expect(await learned(today.manifest, store)).not.toContain("2026-02-01");
  for (const later of ["2026-02-02", "2026-03-01"]) {
    const { manifest } = await trainOn(store, { model, input, now: on(later) });
    expect(manifest.lineage.parameters["as_of"]).toBe("2026-02-02");
    expect(await learned(manifest, store)).toContain("2026-02-01");
  }
});

test("the day of the run is one of UTC, and the hour changes no byte", async () => {
  const run = async (now: string): Promise<Manifest> => {
    const { manifest } = await trainOn(memoryBlobStore(), {
      model,
      input: LOANS,
      now: new Date(now),
    });
    return manifest;
  };
  const early = await run("2026-02-01T01:00:00+01:00");
  const late = await run("2026-02-01T23:59:59Z");
  expect(partsOf(late)).toEqual(partsOf(early));
  expect(late.lineage.parameters).toEqual(early.lineage.parameters);
  const next = await run("2026-02-02T00:00:00Z");
  expect(next.lineage.parameters["run_day"]).toBe("2026-02-02");
  expect(partsOf(next)["model.json"]).toBe(partsOf(late)["model.json"]);
});

describe("a cut-off after the day of the run", () => {
  const run = { input: LOANS, asOf: "2026-02-02", now: on("2026-02-01") };

  test("is refused before anything is read", async () => {
    const missing = { ...run, model, input: join(await temporaryDirectory(), "none.csv") };
    await expect(trainOn(memoryBlobStore(), missing)).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringContaining("--as-of must not be after the day of the run, 2026-02-01"),
    });
    const { manifest } = await trainOn(memoryBlobStore(), { ...run, model, asOf: "2026-02-01" });
    expect(manifest.lineage.parameters["as_of"]).toBe("2026-02-01");
  });

  test("is taken where the model allows what happens later", async () => {
    const { manifest } = await trainOn(memoryBlobStore(), { ...run, model: booking });
    expect(manifest.lineage.parameters["as_of"]).toBe("2026-02-02");
  });
});
