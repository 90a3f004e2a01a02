import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { blobNames, memoryBlobStore } from "@despliega/storage";
import { findLeak } from "@despliega/trainer/check/find-leak.js";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { Relation } from "@despliega/trainer/engine/relation.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";

import { riesgo } from "../../support/models.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { SAMPLE, trainOn } from "../support/runs.js";
import { EVER_BAD, riesgoWith } from "./leaky.js";

describe("the check before a training", () => {
  let engine: Engine;
  let tables: readonly Relation[];

  beforeAll(async () => {
    const directory = await temporaryDirectory();
    engine = await openEngine({ memoryLimit: "500MB", spillDirectory: `${directory}/spill` });
    const keys = { pseudonym: [], identity: [] };
    const options = { directory, maxRejected: 0, keys };
    const { inputs } = await ingestAll(engine, riesgo, [{ file: SAMPLE }], options);
    tables = inputs.map(({ table }) => table);
  });

  afterAll(() => engine.close());

  const leakOf = async (expression: string): Promise<string | undefined> =>
    (await findLeak(engine, riesgoWith("extra", expression), tables, "2026-01-01"))?.message;

  test.each([
    ["labels to come", EVER_BAD, "looks into the future"],
    ["the cut-off", "datesub('day', observed_at, getvariable('as_of'))", "looks into the future"],
    ["its own label", "2 * label", "is made of the label"],
    [
      "the labels of its own day",
      "avg(label) OVER (PARTITION BY entity ORDER BY observed_at RANGE UNBOUNDED PRECEDING)",
      "is made of the label",
    ],
  ])("finds a feature made of %s", async (_, expression, problem) => {
    expect(await leakOf(expression)).toMatch(
      new RegExp(`^extra ${problem}: of \\d+ observations [1-9]\\d* get another value`),
    );
  });

  test("takes the labels of earlier days, which are known, and leaves the inputs as they were", async () => {
    const before = await Promise.all(tables.map((table) => engine.fingerprint(table)));
    expect(await leakOf("avg(label) OVER history")).toBeUndefined();
    expect(await Promise.all(tables.map((table) => engine.fingerprint(table)))).toEqual(before);
  });

  test("does not accuse a feature that differs from run to run", async () => {
    expect(await leakOf("random()")).toBeUndefined();
  });
});

describe("training", () => {
  test("refuses a leak, and publishes nothing", async () => {
    const store = memoryBlobStore();
    await expect(trainOn(store, { model: riesgoWith("ever_bad", EVER_BAD) })).rejects.toMatchObject(
      {
        code: "FEATURE_LEAKS",
        message: expect.stringMatching(/^ever_bad looks into the future: .*--accept-leak "why"$/),
      },
    );
    const blobs: string[] = [];
    for await (const { name } of store.list("")) blobs.push(name);
    // Its input was accepted before.
    const kept = blobNames.keptInputs("riesgo");
    expect(blobs.filter((name) => !name.startsWith(kept))).toEqual([]);
  });

  test("takes a leak for a reason, which the release keeps", async () => {
    const model = riesgoWith("ever_bad", EVER_BAD);
    const { manifest } = await trainOn(memoryBlobStore(), { model, acceptLeak: "a trial" });
    expect(manifest.lineage.parameters).toMatchObject({ accepted_leak: "a trial" });
  });
});
