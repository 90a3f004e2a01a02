import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  blobNames,
  memoryBlobStore,
  openRelease,
  promote,
  readChampion,
  readLedger,
  type BlobStore,
} from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import type { Trained } from "@despliega/trainer/pipeline/conclude.js";

import { riesgo } from "../support/models.js";
import { promoteTiny, publishTiny, move, versionOf } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { blobsOf, SAMPLE, sha256, trainOn } from "./support/runs.js";

const DEMANDING: ModelDefinition = {
  ...riesgo,
  gates: [{ metric: "roc_auc", floor: 0.99, tolerance: 0.01 }],
};

const later = new Date("2026-02-02T10:20:30Z");

describe("a run", () => {
  test("publishes a release that opens, and makes it the champion", async () => {
    const store = memoryBlobStore();
    const { manifest, champion } = await trainOn(store);
    const { table } = await openRelease(store, "riesgo", manifest.version, champion?.manifest);
    expect(table?.rows).toBe(manifest.parts.find(({ name }) => name === "features.csv")?.rows);
    expect((await readChampion(store, "riesgo")).champion).toEqual(champion);
    expect(champion).toMatchObject({ sequence: 1, version: manifest.version, by: "test" });
    expect(manifest).toMatchObject({
      version: expect.stringMatching(/^20260201T102030Z-/),
      task: "classification",
      target: "status",
      gates: [{ passed: true }],
      lineage: {
        inputs: [
          { name: "loans.csv", sha256: sha256(await readFile(SAMPLE)), rows: 9828, rejected: 0 },
        ],
        parameters: { estimator: "logistic", ridge: 1, test_share: 0.2 },
      },
    });
    expect(manifest.metrics["roc_auc"]).toBeGreaterThan(0.65);
  });

  test("takes its input from the container when it is given no file", async () => {
    const store = memoryBlobStore();
    await store.create(blobNames.input("riesgo", "loans.csv"), await readFile(SAMPLE));
    const fromStore = await trainOn(store, { input: undefined });
    const fromFile = await trainOn(memoryBlobStore());
    expect(fromStore.manifest.parts).toEqual(fromFile.manifest.parts);
  });

  test("sees nothing from the cut-off on", async () => {
    const { manifest } = await trainOn(memoryBlobStore(), { asOf: "2021-07-01" });
    const rows = (await readFile(SAMPLE, "utf8")).trimEnd().split("\n").slice(1);
    const before = rows.filter((row) => row.split(",").at(-2)! < "2021-07-01");
    expect(manifest.lineage.parameters["as_of"]).toBe("2021-07-01");
    expect(manifest.parts.find(({ name }) => name === "train_model.csv")?.rows).toBe(before.length);
  });
});

describe("a candidate below its floor", () => {
  test("is published and not promoted", async () => {
    const store = memoryBlobStore();
    const first = await trainOn(store);
    const { manifest, champion } = await trainOn(store, { model: DEMANDING, now: later });
    expect(champion).toBeUndefined();
    expect(manifest.gates[0]).toMatchObject({ rule: "roc_auc at least 0.99", passed: false });
    await openRelease(store, "riesgo", manifest.version);
    expect((await readChampion(store, "riesgo")).champion).toMatchObject({
      action: "refresh",
      version: first.manifest.version,
    });
  });
});

describe("the champion", () => {
  const store = memoryBlobStore();
  let first: Trained;
  beforeAll(async () => {
    first = await trainOn(store);
  });

  test("holds a candidate back that falls behind it by more than chance does", async () => {
    const worse: ModelDefinition = {
      ...riesgo,
      features: riesgo.features.filter(({ name }) => name === "flag_own_car"),
      gates: [{ metric: "roc_auc", floor: 0, tolerance: 0.01 }],
    };
    const { manifest, champion } = await trainOn(store, { model: worse, now: later });
    expect(champion).toBeUndefined();
    expect(manifest.gates.map(({ passed }) => passed)).toEqual([true, false]);
    expect(manifest.gates[1]).toMatchObject({ verdict: "fails" });
    expect(manifest.gates[1]!.interval![1]).toBeLessThan(0);
  });

  test("is measured on the candidate's own test observations", async () => {
    const again = await trainOn(store, { now: later });
    const { roc_auc } = first.manifest.metrics;
    expect(again.manifest.gates[1]).toMatchObject({
      value: roc_auc,
      bound: expect.closeTo(roc_auc! - 0.02, 12),
      passed: true,
    });
    expect(again.champion).toMatchObject({ previous: { version: first.manifest.version } });
  });

  test("is replaced where the test set cannot tell, unless the model says otherwise", async () => {
    // So much better no equal candidate is.
    const demanding: ModelDefinition = {
      ...riesgo,
      features: riesgo.features.toReversed(),
      gates: [{ metric: "roc_auc", floor: 0, tolerance: -0.5 }],
    };
    const on = (model: ModelDefinition, now: Date) => trainOn(store, { model, now });
    const held = await on({ ...demanding, undecided: "hold" }, new Date("2026-02-03T10:20:30Z"));
    expect(held.manifest.gates[1]).toMatchObject({ verdict: "cannot tell", passed: false });
    expect(held.champion).toBeUndefined();
    const { champion } = await on(demanding, new Date("2026-02-04T10:20:30Z"));
    expect(champion?.why).toMatch(
      /^trained, and passed its promotion checks; cannot tell roc_auc within -0\.5 of .* \(difference 0, 95 %: 0 to 0\)$/,
    );
  });
});

test.each([
  ["refuses to miss what observations now miss is not compared", "refused" as const, 1],
  ["has a fill for what they miss is compared", { fill: 130 }, 2],
])("a champion that %s", async (_, missing, gates) => {
  const store = memoryBlobStore();
  const features = riesgo.features.map(({ name, type, description, missing: own }) => ({
    name,
    type,
    description,
    mean: 1,
    missing: own === "allowed" ? missing : ("refused" as const),
  }));
  await promoteTiny(store, { description: { features } });
  const { manifest } = await trainOn(store, { now: later });
  expect(manifest.gates.length).toBe(gates);
  expect(manifest.champion === undefined).toBe(gates === 1);
});

describe("when somebody else moves the pointer during the run", () => {
  /** A store in which another release is promoted just before a run's manifest is written. */
  const interrupted = (store: BlobStore): BlobStore => ({
    ...store,
    async create(name, source) {
      if (name.endsWith("/manifest.json")) await promote(store, "riesgo", versionOf(2), move);
      await store.create(name, source);
    },
  });

  test.each(["there was a champion", "there was none"])(
    "the other release stays the champion, if %s",
    async (before) => {
      const store = memoryBlobStore();
      if (before === "there was a champion") await promoteTiny(store, { version: versionOf(1) });
      await publishTiny(store, { version: versionOf(2) });
      await expect(trainOn(interrupted(store), { now: later })).rejects.toMatchObject({
        code: "BLOB_CHANGED",
      });
      const { champion } = await readChampion(store, "riesgo");
      expect(champion?.version).toBe(versionOf(2));
      await openRelease(store, "riesgo", versionOf(2), champion?.manifest);
      const ledger = await readLedger(store, "riesgo");
      expect(ledger.at(-1)).toMatchObject({ version: versionOf(2) });
      expect((await blobsOf(store)).filter((name) => name.includes("20260202"))).toContainEqual(
        expect.stringContaining("manifest.json"),
      );
    },
  );
});

describe("nothing is published", () => {
  const refused = async (
    code: string,
    store: BlobStore,
    options: Parameters<typeof trainOn>[1],
  ) => {
    const before = await blobsOf(store);
    await expect(trainOn(store, options)).rejects.toMatchObject({ code });
    // Only an input that was accepted is kept, and the sample is.
    const isKept = (name: string) =>
      options?.input === undefined && name.startsWith(blobNames.keptInputs("riesgo"));
    expect((await blobsOf(store)).filter((name) => !isKept(name))).toEqual(before);
  };

  test("when more rows are rejected than allowed", async () => {
    const lines = (await readFile(SAMPLE, "utf8")).split("\n");
    const broken = lines.map((line, i) => (i % 50 === 1 ? line.replace(/,[^,]*$/, ",much") : line));
    const input = join(await temporaryDirectory(), "loans.csv");
    await writeFile(input, broken.join("\n"));
    await refused("INPUT_REJECTED", memoryBlobStore(), { input });
  });

  test("when the container has no input", async () => {
    await refused("INPUT_MISSING", memoryBlobStore(), { input: undefined });
  });

  test("when nothing happened before the cut-off", async () => {
    await refused("AS_OF_INVALID", memoryBlobStore(), { asOf: "1999-01-01" });
  });

  test("when there is a champion, which stays", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    await refused("SPLIT_IMPOSSIBLE", store, { asOf: "2018-01-20" });
  });
});
