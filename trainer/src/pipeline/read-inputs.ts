import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import type { BlobStore } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { ingestAll, type IngestedAll } from "../ingest/ingest-all.js";
import type { ModelDefinition } from "../model/model.js";
import type { InputFile } from "../sources/input-file.js";
import { inputsOf } from "../sources/input.js";
import { placesOf, type InputPlace } from "../sources/place.js";
import type { KeptContent } from "../release/run.js";
import { inputWarnings } from "./input-warnings.js";
import type { Progress, Tell } from "./progress.js";
import type { TrainerSettings } from "./settings.js";

/** What fetching the inputs of a run needs. */
export interface FetchInputsOptions {
  readonly store: BlobStore;
  readonly settings: Pick<TrainerSettings, "databases" | "databaseLimits">;
  readonly progress: Progress;
  /** Where copies go; it is made. */
  readonly directory: string;
}

/** What ingesting the inputs of a run needs. */
export interface IngestInputsOptions {
  readonly settings: Pick<TrainerSettings, "maxRejected" | "personKeys">;
  readonly progress: Progress;
  /** The work directory of the run. */
  readonly directory: string;
  /** In UTC, as YYYY-MM-DD. */
  readonly runDay: string;
  /** Writes the rows as they are kept of a model about people. Default: false. */
  readonly keepTable?: boolean;
}

/** The inputs of a run, in the order of the model. */
export interface ReadInputs {
  readonly inputs: readonly InputFile[];
  readonly ingested: IngestedAll;
  /** The content that is kept of each; undefined where nothing is. */
  readonly keptInputs: readonly KeptContent[] | undefined;
}

/** Where the inputs of a run come from, and what becomes of them. */
export interface InputSupply {
  /** Gets each input as a file, in the order of the model. @param directory where copies go; it is made */
  readonly fetch: (directory: string) => Promise<readonly InputFile[]>;
  /** Keeps the inputs that ingest took. Default: nothing is kept. */
  readonly keep?:
    | ((inputs: readonly InputFile[], ingested: IngestedAll) => Promise<readonly KeptContent[]>)
    | undefined;
}

/**
 * Fetches the inputs of a model and ingests them. Afterwards their copies are deleted and the engine is confined to the
 * work directory, since SQL of releases runs from then on, which must not reach the people in the inputs.
 */
export const readInputs = async (
  engine: Engine,
  model: ModelDefinition,
  { fetch, keep }: InputSupply,
  options: IngestInputsOptions,
): Promise<ReadInputs> => {
  const copies = join(options.directory, "inputs");
  const inputs = await fetch(copies);
  const keepTable = keep !== undefined && model.privacy === "sensitive";
  const ingested = await ingestInputs(engine, model, inputs, { ...options, keepTable });
  const keptInputs = await keep?.(inputs, ingested);
  await rm(copies, { recursive: true, force: true });
  await engine.confine(options.directory);
  return { inputs, ingested, keptInputs };
};

/** Fetches the inputs of a model, each as a file. @param given places by data set, instead of those of the model */
export const fetchInputs = async (
  model: ModelDefinition,
  given: ReadonlyMap<string, InputPlace>,
  { store, settings, progress, directory }: FetchInputsOptions,
): Promise<readonly InputFile[]> => {
  const places = placesOf(model, given, settings.databases);
  await mkdir(directory);
  return progress.step(
    "input",
    () => inputsOf(model, places, { store, directory, limits: settings.databaseLimits }),
    (found) => ({ bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) }),
  );
};

/** Ingests the inputs of a model, and tells what is unusual about them. */
export const ingestInputs = async (
  engine: Engine,
  model: ModelDefinition,
  inputs: readonly InputFile[],
  { settings, progress, directory, runDay, keepTable }: IngestInputsOptions,
): Promise<IngestedAll> => {
  const ingested = await progress.step(
    "ingest",
    (tell) =>
      ingestAll(engine, model, inputs, {
        directory,
        maxRejected: settings.maxRejected,
        keys: settings.personKeys,
        runDay,
        keepTable,
        onBytes: tellRead(tell),
      }),
    ({ read, kept, rejected }) => ({ read, kept, rejected }),
  );
  for (const message of ingested.inputs.flatMap(inputWarnings)) progress.notice(message);
  return ingested;
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
