import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";

import { memoryBlobStore, type Manifest } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { peliculas } from "../support/models.js";
import { sampleOf } from "../support/shipped-sample.js";
import { partsOf, trainOn, type RunOptions } from "../trainer/support/runs.js";
import { tripsModel, TRIPS_MODELS, writeTrips, type TripsModel } from "../trainer/support/trips.js";
import type { Cluster } from "./cluster.js";
import { trainThere } from "./release.suite.js";

/** A run of some minutes. */
const PATIENCE_MS = 1_800_000;

/**
 * Two models that with riesgo send two thirds of the different statements. `DESPLIEGA_SPARK_MODELS=all` trains one model of
 * every task with every estimator, and peliculas, which takes ten minutes on two quiet cores.
 */
const FEW: readonly TripsModel[] = ["cause_logistic", "minutes_boosting"];

const names =
  process.env["DESPLIEGA_SPARK_MODELS"] === "all" ? [...TRIPS_MODELS, "peliculas" as const] : FEW;

/** What a release says beside its parts. */
const factsOf = ({ metrics, threshold, interval, scale, calibration, features }: Manifest) => ({
  ...{ metrics, threshold, interval, scale, calibration, features },
});

/** Puts the sample of peliculas where the cluster reads it. @returns its files by data set */
const sampleIn = async (directory: string): Promise<ReadonlyMap<string, string>> => {
  await mkdir(directory);
  const files = new Map<string, string>();
  for (const [dataset, file] of await sampleOf(peliculas)) {
    await cp(file, join(directory, dataset));
    files.set(dataset, join(directory, dataset));
  }
  return files;
};

/** Whole trainings on DuckDB and on a cluster. */
export const describeModels = (now: () => Cluster): void => {
  test.each(names)(
    "%s has the parts of DuckDB",
    async (name) => {
      const { directory } = now();
      const options: RunOptions =
        name === "peliculas"
          ? { model: peliculas, inputs: await sampleIn(join(directory, name)) }
          : { model: await tripsModel(name), inputs: await writeTrips(directory) };
      const ours = await trainOn(memoryBlobStore(), options);
      const { manifest } = await trainThere(memoryBlobStore(), now(), options);
      expect(factsOf(manifest)).toEqual(factsOf(ours.manifest));
      expect(partsOf(manifest)).toEqual(partsOf(ours.manifest));
    },
    PATIENCE_MS,
  );
};
