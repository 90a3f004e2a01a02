import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  blobNames,
  memoryBlobStore,
  openRelease,
  readManifest,
  readPart,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";
import type { Search } from "@despliega/trainer/learn/search/trials.js";
import type { Trained } from "@despliega/trainer/pipeline/conclude.js";

import { azuriteStore, newContainer } from "../support/azurite.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { blobsOf, partsOf, trainOn } from "../trainer/support/runs.js";
import { tunable } from "../trainer/support/tunable.js";

const TUNE = { trials: 4, seed: 3 };

let input: string;
let store: BlobStore;
let whole: Trained;

beforeAll(async () => {
  input = await fewLoans();
  store = memoryBlobStore();
  whole = await trainOn(store, { model: tunable, input, tune: TUNE });
});

const partOf = async (manifest: Manifest, part: "metrics.json" | "report.html") =>
  (await readPart(store, manifest, part)).toString();

describe("a tuned release", () => {
  test("opens, and says what its estimator was found with", async () => {
    const { manifest, champion } = whole;
    await openRelease(store, "riesgo", manifest.version, champion?.manifest);
    expect(manifest.lineage.parameters).toMatchObject({
      estimator: manifest.estimator,
      folds: 3,
      selected_by: "roc_auc",
      trials: 4,
      search_seed: 3,
    });
  });

  test("has every trial in its metrics, and fits the best of them", async () => {
    const { manifest } = whole;
    const { search } = JSON.parse(await partOf(manifest, "metrics.json")) as { search: Search };
    expect(search.trials.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    const best = search.trials.find(({ number }) => number === search.best)!;
    expect(best.mean).toBe(Math.max(...search.trials.map(({ mean }) => mean)));
    expect(best.estimator).toBe(manifest.estimator);
    expect(manifest.lineage.parameters).toMatchObject(best.parameters);
  });

  test("has every trial in its report", async () => {
    const report = await partOf(whole.manifest, "report.html");
    expect(report).toContain("Best 4 of 4 trials by ROC-AUC");
    expect(report).toContain('<section id="searched-parameters">');
  });

  test("has its log beside the releases, and its name in nothing else", async () => {
    const names = await blobsOf(store);
    expect(names.filter((name) => name.startsWith("searches/"))).toEqual([
      expect.stringMatching(/^searches\/riesgo\/[0-9a-f]{16}\.jsonl$/),
    ]);
    expect(JSON.stringify(whole.manifest)).not.toContain("searches/");
  });

  test("is the same with another number of threads", async () => {
    const again = await trainOn(memoryBlobStore(), {
      model: tunable,
      input,
      tune: TUNE,
      threads: 1,
    });
    expect(partsOf(again.manifest)).toEqual(partsOf(whole.manifest));
  });
});

test("a process that is killed after two trials is gone on with, trial by trial, to the same release", async () => {
  const container = newContainer();
  const shared = await azuriteStore({ container });
  const main = fileURLToPath(new URL("../trainer/search/tune-main.js", import.meta.url));
  const child = spawn(process.execPath, [main, container, input], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  let lines = 0;
  for await (const _ of createInterface(child.stdout)) if (++lines === 2) child.kill("SIGKILL");
  expect(await closed).toEqual([null, "SIGKILL"]);

  const isKept = (name: string) => name.startsWith(blobNames.keptInputs("riesgo"));
  const [log, ...others] = (await blobsOf(shared)).filter((name) => !isKept(name));
  expect(others).toEqual([]);
  const numbersOf = (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { number: number }).number);
  const before = numbersOf((await shared.read(log!)).bytes);
  expect(before.slice(0, 2)).toEqual([1, 2]);

  const { manifest } = await trainOn(shared, { model: tunable, input, tune: TUNE });
  expect(partsOf(manifest)).toEqual(partsOf(whole.manifest));
  expect(numbersOf((await shared.read(log!)).bytes)).toEqual([1, 2, 3, 4]);
  await readManifest(shared, "riesgo", manifest.version);
});

test("a model that does not say where to search is refused before anything is read", async () => {
  const { search: _, ...without } = tunable;
  const empty = memoryBlobStore();
  const training = trainOn(empty, { model: without, tune: TUNE, input: "nowhere.csv" });
  await expect(training).rejects.toMatchObject({ code: "SEARCH_UNDECLARED" });
});

test("without a search the better estimator is chosen by cross-validation and reported", async () => {
  const own = memoryBlobStore();
  const { manifest } = await trainOn(own, { model: tunable, input });
  const { selection } = JSON.parse((await readPart(own, manifest, "metrics.json")).toString()) as {
    selection: { candidates: { name: string; chosen: boolean }[] };
  };
  expect(selection.candidates.map(({ name }) => name)).toEqual(["logistic", "forest"]);
  expect(selection.candidates.find(({ chosen }) => chosen)?.name).toBe(manifest.estimator);
  expect(manifest.lineage.parameters).not.toHaveProperty("trials");
});
