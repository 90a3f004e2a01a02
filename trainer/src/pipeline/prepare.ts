import type { BlobStore, Champion } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { requirePast } from "../ingest/run-day.js";
import type { ModelDefinition } from "../model/model.js";
import { requireUsable } from "../model/require-usable.js";
import type { Note } from "../records/run-record.js";
import type { Rival } from "../release/rival.js";
import type { Prepared } from "../release/run.js";
import { makeFeatures } from "./make-features.js";
import type { Progress } from "./progress.js";
import { readInputs, type InputSupply } from "./read-inputs.js";
import type { TrainerSettings } from "./settings.js";

/** What a run is prepared from. */
export interface PrepareOptions {
  /** In UTC, as YYYY-MM-DD. */
  readonly runDay: string;
  readonly supply: InputSupply;
  /** The cut-off, as YYYY-MM-DD. Default: the day after the last event, but not after the day of the run. */
  readonly asOf: string | undefined;
  /** Reason to go on although a feature leaks. Default: such a model is refused. */
  readonly acceptLeak: string | undefined;
  /** The champion, which makes its own features of the same inputs. Default: none. */
  readonly champion: Champion | undefined;
}

/** Where a run is prepared. */
export interface PrepareContext {
  readonly store: BlobStore;
  readonly settings: Pick<TrainerSettings, "maxRejected" | "personKeys">;
  readonly progress: Progress;
  /** The work directory of the run. */
  readonly directory: string;
  /** Takes what becomes known of the run, for its record. */
  readonly note: Note;
}

/**
 * Checks a model and its cut-off before a run reads anything, and tells what `features.sql` returns for nothing.
 *
 * @throws `MODEL_INVALID`, `OPTION_INVALID`
 */
export const requirePreparable = async (
  model: ModelDefinition,
  { runDay, asOf }: Pick<PrepareOptions, "runDay" | "asOf">,
  progress: Progress,
): Promise<void> => {
  requirePast(model, asOf, runDay);
  const unused = await requireUsable(model);
  if (unused.length > 0)
    progress.notice(
      `features.sql returns what is no feature, and is not used: ${unused.join(", ")}`,
    );
};

/**
 * Reads the inputs of a model and makes the features of its observations. Afterwards the engine is confined to the work
 * directory.
 *
 * @returns also the champion with its features, where there is one
 * @throws `FEATURE_LEAKS`, and what reading and `features.sql` throw
 */
export const prepareRun = async (
  engine: Engine,
  model: ModelDefinition,
  { runDay, supply, asOf, acceptLeak, champion }: PrepareOptions,
  { store, settings, progress, directory, note }: PrepareContext,
): Promise<{ readonly prepared: Prepared; readonly rival: Rival | undefined }> => {
  const reading = { settings, progress, directory, runDay };
  const { inputs, ...read } = await readInputs(engine, model, supply, reading);
  note({ inputs: inputs.map(({ dataset, bytes, sha256 }) => ({ name: dataset, bytes, sha256 })) });
  const making = { store, progress, runDay, asOf, champion, acceptLeak };
  const { rival, ...made } = await makeFeatures(engine, model, read.ingested, making);
  return { prepared: { model, runDay, inputs, ...read, ...made }, rival };
};
