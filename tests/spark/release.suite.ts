import { cp } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";

import { memoryBlobStore, type BlobStore } from "@despliega/storage";
import type { Trained } from "@despliega/trainer/pipeline/conclude.js";
import { expect, test } from "@jest/globals";

import { vih } from "../support/models.js";
import { EVER_BAD, riesgoWith } from "../trainer/check/leaky.js";
import { blobsOf, partsOf, SAMPLE, trainOn, type RunOptions } from "../trainer/support/runs.js";
import type { Cluster } from "./cluster.js";
import type { Served } from "./faults.suite.js";
import { schemasOf } from "./schemas.js";

/** A run of minutes. */
const PATIENCE_MS = 1_800_000;

/** Trains on a cluster. */
export const trainThere = (
  store: BlobStore,
  { port, placeAt }: Served,
  options: RunOptions = {},
): Promise<Trained> =>
  trainOn(store, {
    ...options,
    wrap: (dependencies) => ({
      ...dependencies,
      settings: {
        ...dependencies.settings,
        spark: placeAt(port),
      },
    }),
  });

/** A release that is trained by statements that share no session. */
export const describeStatelessRelease = (now: () => Cluster, servedNow: () => Served): void => {
  test(
    "riesgo has the parts of DuckDB, although no statement shares a session with another",
    async () => {
      const file = join(now().directory, "stateless.csv");
      await cp(SAMPLE, file);
      const ours = await trainOn(memoryBlobStore(), { input: file });
      const { manifest } = await trainThere(memoryBlobStore(), servedNow(), { input: file });
      expect(Object.keys(partsOf(manifest)).length).toBeGreaterThan(10);
      expect(partsOf(manifest)).toEqual(partsOf(ours.manifest));
      expect(await schemasOf(now())).toEqual([]);
    },
    PATIENCE_MS,
  );
};

/** A release that is trained on a cluster. */
export const describeRelease = (now: () => Cluster): void => {
  test(
    "riesgo has the parts of DuckDB, although a worker is killed in the middle",
    async () => {
      const cluster = now();
      const file = join(cluster.directory, "loans.csv");
      await cp(SAMPLE, file);
      const ours = await trainOn(memoryBlobStore(), { input: file });
      let steps = "";
      let killed: Promise<void> | undefined;
      const { manifest, champion } = await trainThere(memoryBlobStore(), cluster, {
        input: file,
        progress: new Writable({
          write(chunk, _encoding, done) {
            steps += String(chunk);
            if (steps.includes('"step":"features"')) killed ??= cluster.killWorker();
            done();
          },
        }),
      });
      await killed;
      expect(killed).toBeDefined();
      expect(steps).not.toContain("no leak was looked for");
      expect(Object.keys(partsOf(manifest)).length).toBeGreaterThan(10);
      expect(partsOf(manifest)).toEqual(partsOf(ours.manifest));
      expect(manifest.lineage.inputs).toMatchObject([
        { sha256: ours.manifest.lineage.inputs[0]!.sha256 },
      ]);
      expect(champion?.version).toBe(manifest.version);
      expect(await schemasOf(cluster)).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    "a leak is told as on DuckDB, and nothing is published",
    async () => {
      const file = join(now().directory, "leaking.csv");
      await cp(SAMPLE, file);
      const store = memoryBlobStore();
      const model = riesgoWith("ever_bad", EVER_BAD);
      await expect(trainThere(store, now(), { model, input: file })).rejects.toMatchObject({
        code: "FEATURE_LEAKS",
        message: expect.stringMatching(/^ever_bad looks into the future: .*--accept-leak "why"$/),
      });
      expect(await blobsOf(store)).toEqual([]);
    },
    PATIENCE_MS,
  );

  test("a model about people is refused before anything is read", async () => {
    await expect(trainThere(memoryBlobStore(), now(), { model: vih })).rejects.toMatchObject({
      code: "ENGINE_UNFIT",
    });
  });
};
