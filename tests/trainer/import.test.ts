import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { loadScorer, memoryBlobStore, readPart } from "@despliega/storage";
import { readImportedFile } from "@despliega/trainer/pipeline/imported-file.js";

import { peliculas, riesgo } from "../support/models.js";
import { logisticFile } from "../support/onnx-file.js";
import { temporaryDirectory } from "../support/temporary.js";
import { sha256, trainOn } from "./support/runs.js";

const fileOf = async (bytes: Buffer): Promise<string> => {
  const file = join(await temporaryDirectory(), "model.onnx");
  await writeFile(file, bytes);
  return file;
};

/** Riesgo with no feature that may be missing, since the file fills none. */
const whole = {
  ...riesgo,
  sql: `SELECT * REPLACE (coalesce(avg_amount_loans_previous, 0) AS avg_amount_loans_previous,
                          coalesce(years_on_the_job, 0) AS years_on_the_job) FROM (${riesgo.sql.replace(/;\s*$/, "")})`,
  features: riesgo.features.map((feature) => ({ ...feature, missing: undefined })),
} as unknown as typeof riesgo;

test("a model of another library becomes a release with the model's features, threshold and checks", async () => {
  const weights = [0.5, -0.01, 0.002, -0.03, -0.05, 0.1];
  const bytes = logisticFile(weights);
  const imported = await readImportedFile(await fileOf(bytes), whole);
  const store = memoryBlobStore();
  const { manifest } = await trainOn(store, { model: whole, imported });
  expect(manifest).toMatchObject({
    estimator: "logistic",
    features: riesgo.features.map(({ name }) => ({ name })),
    threshold: { policy: expect.stringContaining("cost") },
    lineage: { parameters: { estimator: "logistic", imported: sha256(bytes) } },
  });
  expect(manifest.gates.map(({ metric }) => metric)).toContain("roc_auc");
  const json: unknown = JSON.parse((await readPart(store, manifest, "model.json")).toString());
  const row = [3, 120, 40, 2, 1];
  const sum = row.reduce((total, value, i) => total + value * weights[i + 1]!, weights[0]!);
  const score = loadScorer(manifest, json).score(Float64Array.from(row));
  expect(score).toBeCloseTo(1 / (1 + Math.exp(-sum)), 14);
});

test("a file is refused in one line that names it and says why", async () => {
  const file = await fileOf(logisticFile([0, 1]));
  await expect(readImportedFile(file, riesgo)).rejects.toMatchObject({
    code: "ONNX_RUN_IMPOSSIBLE",
    message: expect.stringMatching(
      /^model\.onnx has 1 columns in X, and not 5, so that it is not compiled\. .*onnxruntime-node@/,
    ),
  });
  const other = { features: [{ ...peliculas.features[0]!, type: "category", name: "genre" }] };
  await expect(readImportedFile(file, other as unknown as typeof peliculas)).rejects.toMatchObject({
    message: expect.stringContaining(
      "takes numbers for genre, whose names model.yaml does not list, so that",
    ),
  });
  await expect(readImportedFile(`${file}.none`, riesgo)).rejects.toMatchObject({
    code: "OPTION_INVALID",
    message: expect.stringContaining("--onnx"),
  });
});

test("a model that fills nothing is refused where features may be missing", async () => {
  const imported = await readImportedFile(await fileOf(logisticFile([0, 1, 1, 1, 1, 1])), riesgo);
  await expect(trainOn(memoryBlobStore(), { imported })).rejects.toMatchObject({
    code: "ONNX_REFUSED",
    message: expect.stringContaining("fills no missing avg_amount_loans_previous"),
  });
});
