import { requireDeclared, type BlobStore } from "@despliega/storage";

import { runDayOf } from "../../ingest/run-day.js";
import type { ModelDefinition } from "../../model/model.js";
import type { Note } from "../../records/run-record.js";
import type { InputPlace } from "../../sources/place.js";
import type { Prepared } from "../../release/run.js";
import { prepareRun, requirePreparable } from "../prepare.js";
import type { Progress } from "../progress.js";
import { fetchInputs, type InputSupply } from "../read-inputs.js";
import { withRunEngine, type RunEngineOptions } from "../run-engine.js";
import type { TrainerSettings } from "../settings.js";
import { settledDay } from "./settled-day.js";
import { writePrepared } from "./write-prepared.js";

/** What a run is prepared from, and where its result goes. */
export interface PrepareStageOptions {
  /** Places by data set, instead of those that the model names. */
  readonly inputs: ReadonlyMap<string, InputPlace>;
  /** The cut-off, as YYYY-MM-DD. Default: the day after the last event, but not after the day of the run. */
  readonly asOf: string | undefined;
  /** The day of the run, as YYYY-MM-DD. Default: today, recorded as the first day that gives the same result. */
  readonly runDay: string | undefined;
  /** Reason to go on although a feature leaks. Default: such a model is refused. */
  readonly acceptLeak: string | undefined;
  readonly out: string;
}

/** The dependencies of the stage. */
export interface PrepareStageDependencies extends RunEngineOptions {
  /** For inputs that are in the container. */
  readonly store: BlobStore;
  readonly settings: RunEngineOptions["settings"] &
    Pick<
      TrainerSettings,
      "maxRejected" | "personKeys" | "databases" | "databaseLimits" | "sensitiveModels"
    >;
  readonly progress: Progress;
  readonly now: () => Date;
  readonly note: Note;
}

/**
 * Checks the rows of a model's inputs, makes its features, and writes both into a directory. Nothing else is changed.
 *
 * @throws what preparing a run throws, and what writing a stage throws
 */
export const prepareStage = (
  model: ModelDefinition,
  { inputs: given, asOf, runDay, acceptLeak, out }: PrepareStageOptions,
  dependencies: PrepareStageDependencies,
): Promise<Prepared> =>
  withRunEngine(dependencies, async (engine, directory) => {
    const { store, settings, progress, now, note } = dependencies;
    const day = runDay ?? runDayOf(now());
    const supply: InputSupply = {
      fetch: (to) => fetchInputs(model, given, { store, settings, progress, directory: to }),
    };
    const options = { runDay: day, supply, asOf, acceptLeak, champion: undefined };
    const where = { store, settings, progress, directory, note };
    requireDeclared(model.name, model, settings.sensitiveModels);
    await requirePreparable(model, options, progress);
    const { prepared: found } = await prepareRun(engine, model, options, where);
    const prepared = { ...found, runDay: runDay ?? settledDay(model, found.ingested, day) };
    await progress.step("write", () => writePrepared(engine, prepared, out, directory));
    return prepared;
  });
