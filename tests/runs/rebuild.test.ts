import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";

import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  listKeptInputs,
  memoryBlobStore,
  readPart,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";
import { parseModel } from "@despliega/trainer/model/load.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import type { RebuiltPart } from "@despliega/trainer/pipeline/rebuild/compare-parts.js";
import { rebuild } from "@despliega/trainer/pipeline/rebuild/rebuild.js";

import { generate } from "../data/generator.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { peliculas, riesgo, vih } from "../support/models.js";
import { publishTiny } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { runCommand } from "../trainer/support/command-line.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { testKeys } from "../trainer/support/keys.js";
import { blobsOf, partsOf, trainOn } from "../trainer/support/runs.js";

/** A shipped model whose definition is changed, as its text says it. */
const changed = (model: ModelDefinition, change: (yaml: string) => string): ModelDefinition => {
  const { name, folder, sql, yaml } = model;
  return parseModel({ name, folder, sql, yaml: change(yaml) });
};

/** With the logistic or linear estimator alone, which is fitted fast. */
const fast = (model: ModelDefinition, kind: string, more = ""): ModelDefinition =>
  changed(model, (yaml) =>
    yaml
      .replace(
        /^estimators:\n[\s\S]*?^crossValidation:.*\n/m,
        `estimators:\n  - kind: ${kind}\n    ridge: 1\n${more}`,
      )
      .replace(/^search:\n(?: .*\n)+/m, ""),
  );

/** Rebuilds as on another machine: with another number of threads, no keys, and what it tells. */
const rebuiltOn = async (store: BlobStore, manifest: Manifest, out?: string) => {
  let told = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      told += String(chunk);
      done();
    },
  });
  const settings = { memoryLimit: "400MB", threads: 1, commit: "0123abc" };
  const parts = await rebuild(manifest, out, {
    ...{ store, settings, progress: createProgress(stream) },
  });
  return { parts, told };
};

const verdicts = (parts: readonly RebuiltPart[]): Readonly<Record<string, string>> =>
  Object.fromEntries(parts.map(({ name, verdict }) => [name, verdict]));

const identical = (manifest: Manifest, others: Readonly<Record<string, string>> = {}) => ({
  ...Object.fromEntries(manifest.parts.map(({ name }) => [name, "identical"])),
  ...others,
});

describe("a release is rebuilt from what it keeps, byte for byte", () => {
  test("tuned, with its cut-off and its day, without a trial of its search, when its input is another", async () => {
    const store = memoryBlobStore();
    const model = changed(
      riesgo,
      (yaml) => `${yaml.replace(/^threshold:.*\n/m, "")}
crossValidation: { folds: 3, metric: roc_auc }
search:
  - options: { kind: logistic, ridge: 1 }
    vary: { ridge: { from: 0.01, to: 10000, logarithmic: true } }
`,
    );
    const name = blobNames.input("riesgo", "loans.csv");
    await store.create(name, await readFile(await fewLoans()));
    const tune = { trials: 3, seed: 5 };
    const run = { model, tune, asOf: "2022-06-01", input: undefined, threads: 4 };
    const { manifest } = await trainOn(store, run);
    await store.delete(name);
    await store.create(name, Buffer.from("another"));
    for await (const { name: log } of store.list("searches/")) await store.delete(log);
    const blobs = await blobsOf(store);

    const out = join(await temporaryDirectory(), "out");
    const { parts, told } = await rebuiltOn(store, manifest, out);
    expect(verdicts(parts)).toEqual(identical(manifest));
    expect(told).toContain('"trials":3');
    expect(told).toMatch(/of an unknown commit; this is [\d.]+, commit 0123abc/);
    expect(await blobsOf(store)).toEqual(blobs);
    expect((await readdir(out)).toSorted()).toEqual(Object.keys(partsOf(manifest)).toSorted());
    const report = await readPart(store, manifest, "report.html");
    expect((await readFile(join(out, "report.html"))).equals(report)).toBe(true);
  });

  test("from several inputs", async () => {
    const store = memoryBlobStore();
    const directory = await temporaryDirectory();
    await generate("peliculas", "--films", "800", "--out", directory);
    const inputs = new Map(
      peliculas.inputs.map(({ dataset }) => [dataset, join(directory, dataset)]),
    );
    const { manifest } = await trainOn(store, {
      model: fast(peliculas, "linear", "    target: log\n"),
      inputs,
    });
    expect((await listKeptInputs(store, "peliculas")).inputs).toHaveLength(3);
    expect(verdicts((await rebuiltOn(store, manifest)).parts)).toEqual(identical(manifest));
  });
});

test("a release whose training table is Parquet is rebuilt with one, whatever the settings of now", async () => {
  const store = memoryBlobStore();
  const { manifest } = await trainOn(store, {
    input: await fewLoans(),
    csvRows: 0,
  });
  expect(Object.keys(partsOf(manifest))).toContain("train_model_00000.parquet");
  expect(verdicts((await rebuiltOn(store, manifest)).parts)).toEqual(identical(manifest));
});

test("a release about people is rebuilt from the table without them, and without keys", async () => {
  const store = memoryBlobStore();
  const input = join(await temporaryDirectory(), "patients.csv");
  await generate("vih", "--patients", "900", "--out", input);
  const lines = (await readFile(input, "utf8")).split("\n");
  // One is too short, the other repeats a person.
  const rejected = ["1,2", lines[9]!];
  await writeFile(input, [...lines.slice(0, 300), ...rejected, ...lines.slice(300)].join("\n"));
  const run = { model: fast(vih, "logistic"), input, personKeys: testKeys("k1") };
  const { manifest } = await trainOn(store, run);
  expect(manifest.lineage.inputs).toMatchObject([{ rejected: 2 }]);
  expect(manifest.keptInputs![0]!.sha256).not.toBe(manifest.lineage.inputs[0]!.sha256);
  const { parts } = await rebuiltOn(store, manifest);
  expect(verdicts(parts)).toEqual(identical(manifest, { "identities.csv": "not rebuilt" }));
});

describe("despliega data and rebuild", () => {
  const container = newContainer();
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
  };

  test("list what is kept with its releases, and tell a part that differs by the exit code", async () => {
    const store = await azuriteStore({ container });
    const input = await fewLoans();
    const { manifest } = await trainOn(store, { input });
    const { version, keptInputs } = manifest;
    const { version: second } = await publishTiny(store, { description: { keptInputs } });
    const data = await runCommand(settings, "data", "riesgo", "--json");
    expect(data.lines).toMatchObject([
      {
        ...{ dataset: "loans.csv", sha256: manifest.lineage.inputs[0]!.sha256, source: "a file" },
        ...{ rows: manifest.lineage.inputs[0]!.rows, by: "test" },
        releases: [second, version],
      },
    ]);
    const same = await runCommand(settings, "rebuild", "riesgo", version);
    expect(same.code).toBe(0);
    expect(same.lines.at(-1)).toMatchObject({ identical: true, differing: [] });

    // Another report than this trainer makes, as that of another version would be.
    const name = blobNames.manifest("riesgo", version);
    const { bytes, etag } = await store.read(name);
    const { sha256 } = manifest.parts.find((part) => part.name === "report.html")!;
    const altered = bytes.toString().replace(sha256, "0".repeat(64));
    await store.replace(name, Buffer.from(altered), etag);
    const other = await runCommand(settings, "rebuild", "riesgo", version);
    expect(other.code).toBe(5);
    expect(other.lines.at(-1)).toMatchObject({ identical: false, differing: ["report.html"] });
    expect((await listKeptInputs(store, "riesgo")).inputs).toHaveLength(1);
  });

  test("say in one line that a release keeps no input, as with keeping switched off", async () => {
    const store = await azuriteStore({ container });
    const before = await blobsOf(store);
    const { manifest } = await trainOn(store, {
      input: await fewLoans(),
      wrap: ({ settings: own, ...dependencies }) => ({
        ...dependencies,
        settings: { ...own, keepInputs: false },
      }),
    });
    const { version } = manifest;
    expect(manifest.keptInputs).toBeUndefined();
    const made = (await blobsOf(store)).filter((name) => !before.includes(name));
    expect(made.filter((name) => name.startsWith("input/"))).toEqual([]);
    await expect(runCommand(settings, "rebuild", "riesgo", version)).rejects.toMatchObject({
      code: "INPUT_NOT_KEPT",
      message: expect.stringMatching(
        /^The loans\.csv of riesgo \S+ was not kept: `despliega data riesgo`/,
      ),
    });
    const unknown = "20010131T235959Z-00000001";
    for (const [model, code] of [
      ["riesgo", "RELEASE_UNKNOWN"],
      ["nobody", "MODEL_UNKNOWN"],
      ["../x", "MODEL_UNKNOWN"],
    ] as const)
      await expect(runCommand(settings, "rebuild", model, unknown)).rejects.toMatchObject({ code });
  });
});
