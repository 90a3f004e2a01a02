import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "@jest/globals";
import { memoryBlobStore, readPart, type BlobStore, type Manifest } from "@despliega/storage";
import type { ForestEstimatorOptions } from "@despliega/trainer/estimators/forest/options.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { vih } from "../support/models.js";
import { temporaryDirectory } from "../support/temporary.js";
import { testKeys } from "../trainer/support/keys.js";
import { partsOf, trainOn } from "../trainer/support/runs.js";

const sample = fileURLToPath(new URL("../../../data/vih/patients.csv", import.meta.url));

/** The sample as a study publishes it, without the columns that identify patients. */
const withoutPeople = async (): Promise<string> => {
  const lines = (await readFile(sample, "utf8")).split("\n");
  const file = join(await temporaryDirectory(), "study.csv");
  await writeFile(file, lines.map((line) => line.split(",").slice(2).join()).join("\n"));
  return file;
};

/** The model with fewer trees and folds. */
const quick: ModelDefinition = {
  ...vih,
  estimators: [{ ...vih.estimators[0], trees: 20 } as ForestEstimatorOptions],
  crossValidation: { folds: 2, metric: "roc_auc" },
};

const tableOf = async (store: BlobStore, manifest: Manifest): Promise<string[][]> =>
  Buffer.from(await readPart(store, manifest, "train_model.csv"))
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));

describe("vih on its sample", () => {
  test("learns from pseudonyms, passes its gates, and is served by row about somebody", async () => {
    const store = memoryBlobStore();
    const { manifest, champion } = await trainOn(store, {
      model: vih,
      input: sample,
      personKeys: testKeys("k1"),
    });
    expect(champion?.version).toBe(manifest.version);
    expect(manifest).toMatchObject({
      task: "classification",
      estimator: "boosting",
      privacy: "sensitive",
      serving: {
        by: "row",
        answer: "infected",
        subject: { name: "patient_id", pseudonymKey: "k1" },
      },
      threshold: { value: expect.any(Number) },
    });
    expect(manifest.metrics["roc_auc"]).toBeGreaterThan(0.92);
    expect(manifest.metrics["f1"]).toBeGreaterThan(0.75);
    const [header, ...rows] = await tableOf(store, manifest);
    expect(header!.slice(0, 2)).toEqual(["row", "pseudonym"]);
    expect(rows).toHaveLength(2000);
    expect(rows.every(([, pseudonym]) => /^k1\.[0-9a-f]{64}$/.test(pseudonym!))).toBe(true);
  });

  test("needs no keys without identifiers, and is the same on one thread as on two", async () => {
    const input = await withoutPeople();
    const run = async (threads: number) => {
      const store = memoryBlobStore();
      const { manifest } = await trainOn(store, { model: quick, input, threads });
      return { manifest, first: (await tableOf(store, manifest))[1]! };
    };
    const [one, two] = [await run(1), await run(2)];
    expect(one.manifest.serving).toMatchObject({ subject: { pseudonymKey: null } });
    expect(one.first.slice(0, 2)).toEqual(["0", expect.stringMatching(/^row [0-9a-f]{32}$/)]);
    expect(partsOf(two.manifest)).toEqual(partsOf(one.manifest));
    expect(one.manifest.parts.map(({ name }) => name)).not.toContain("identities.csv");
  });

  test("is not trained on people without the keys that hide them", async () => {
    const training = trainOn(memoryBlobStore(), { model: vih, input: sample });
    await expect(training).rejects.toMatchObject({ code: "SETTING_INVALID" });
  });
});
