import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import type { BlobStore } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { ingestAll, type IngestedAll } from "../ingest/ingest-all.js";
import type { ModelDefinition } from "../model/model.js";
import { inputsOf, type InputFile } from "../sources/input.js";
import { inputWarnings } from "./input-warnings.js";
import type { Progress, Tell } from "./progress.js";
import type { TrainerSettings } from "./settings.js";

/** What reading the inputs of a run needs. */
export interface ReadInputsOptions {
  readonly store: BlobStore;
  readonly settings: Pick<TrainerSettings, "maxRejected" | "personKeys">;
  readonly progress: Progress;
  /** The work directory of the run. */
  readonly directory: string;
  /** In UTC, as YYYY-MM-DD. */
  readonly runDay: string;
}

/** The inputs of a run, in the order of the model. */
export interface ReadInputs {
  readonly inputs: readonly InputFile[];
  readonly ingested: IngestedAll;
}

/**
 * Fetches the inputs of a model and ingests them. Afterwards their copies are deleted and the engine is confined to the
 * work directory, since SQL of releases runs from then on, which must not reach the people in the inputs.
 *
 * @param files by data set, in place of the inputs in the container
 */
export const readInputs = async (
  engine: Engine,
  model: ModelDefinition,
  files: ReadonlyMap<string, string>,
  { store, settings, progress, directory, runDay }: ReadInputsOptions,
): Promise<ReadInputs> => {
  const copies = join(directory, "inputs");
  await mkdir(copies);
  const inputs = await progress.step(
    "input",
    () => inputsOf(store, model, files, copies),
    (found) => ({ bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) }),
  );
  const ingested = await progress.step(
    "ingest",
    (tell) =>
      ingestAll(engine, model, inputs, {
        directory,
        maxRejected: settings.maxRejected,
        keys: settings.personKeys,
        runDay,
        onBytes: tellRead(tell),
      }),
    ({ read, kept, rejected }) => ({ read, kept, rejected }),
  );
  for (const message of ingested.inputs.flatMap(inputWarnings)) progress.notice(message);
  await rm(copies, { recursive: true });
  await engine.confine(directory);
  return { inputs, ingested };
};

/** Tells a terminal how much of each input was read. */
const tellRead = (tell: Tell): ((dataset: string, bytes: number) => void) => {
  const read = new Map<string, number>();
  return (dataset, bytes) => {
    const total = (read.get(dataset) ?? 0) + bytes;
    read.set(dataset, total);
    tell(`${dataset} ${(total / 1e6).toFixed(0)} MB`);
  };
};
