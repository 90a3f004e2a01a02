import { readChampion, requireDeclared, type BlobStore } from "@despliega/storage";

import type { Engine, SparkPlace } from "../engine/engine.js";
import type { openEngine } from "../engine/open-engine.js";
import { runDayOf } from "../ingest/run-day.js";
import { openSearchLog } from "../learn/search/log.js";
import type { ModelDefinition } from "../model/model.js";
import type { OnlineTables } from "../release/online/online-tables.js";
import type { Note } from "../records/run-record.js";
import type { InputPlace } from "../sources/place.js";
import { EngineUnfit } from "../errors/errors.js";
import { fetchInputs, type InputSupply } from "./read-inputs.js";
import { measureInputs } from "./measure-inputs.js";
import { inputKeeper } from "./keep-inputs.js";
import { conclude, type Judged, type Trained } from "./conclude.js";
import { learnRun, type ModelOrigin } from "./learn-run.js";
import { prepareRun, requirePreparable } from "./prepare.js";
import type { Progress } from "./progress.js";
import { makeCandidate } from "./release-candidate.js";
import { withRunEngine } from "./run-engine.js";
import { searchable } from "./search-for.js";
import type { TrainerSettings } from "./settings.js";

/** The dependencies of a run. */
export interface TrainDependencies {
  readonly store: BlobStore;
  readonly tables: OnlineTables;
  readonly settings: Pick<
    TrainerSettings,
    | "memoryLimit"
    | "threads"
    | "maxRejected"
    | "personKeys"
    | "commit"
    | "actor"
    | "approvals"
    | "sensitiveModels"
    | "databases"
    | "databaseLimits"
    | "keepInputs"
  > &
    Partial<Pick<TrainerSettings, "spark" | "csvRows">>;
  readonly progress: Progress;
  readonly now: () => Date;
  /** Takes what becomes known of the run, for its record. Default: nobody does. */
  readonly note?: Note;
  /** The id of that record. Default: the run is not on record. */
  readonly run?: string | undefined;
  /** Is told the verdict on the release, and why it is held back, before it is promoted. Default: nobody is. */
  readonly judged?: Judged;
  /** Opens the SQL engine of the run. Default: DuckDB, embedded. */
  readonly openEngine?: typeof openEngine;
}

/** Options of a run. */
export interface TrainOptions extends ModelOrigin {
  /** Places by data set, instead of those that the model names. */
  readonly inputs?: ReadonlyMap<string, InputPlace> | undefined;
  /** The cut-off, as YYYY-MM-DD. Default: the day after the last event, but not after the day of the run. */
  readonly asOf?: string | undefined;
  /**
   * Reason to promote the release even where it cannot be compared with the champion. Default: it is held back then.
   */
  readonly consent?: string | undefined;
  /** Reason to promote a release that is less strict toward people than the champion. Default: it is held back then. */
  readonly relaxed?: string | undefined;
  /** The reason of the training, for the ledger. Default: none is told. */
  readonly why?: string | undefined;
  /** Reason to train although a feature looks into the future or is made of the label. Default: such a model is refused. */
  readonly acceptLeak?: string | undefined;
}

/**
 * Takes a model from its history to a published release. The release becomes champion if it passes its promotion checks
 * and nobody else moved the pointer since the run began.
 */
export const train = async (
  model: ModelDefinition,
  options: TrainOptions,
  dependencies: TrainDependencies,
): Promise<Trained> =>
  withRunEngine({ ...dependencies, spark: sparkFor(model, dependencies) }, (engine, directory) =>
    run(model, options, dependencies, engine, directory),
  );

/** @throws `ENGINE_UNFIT` for a model about people, whose rows must not leave the trainer */
const sparkFor = (
  { name, privacy }: ModelDefinition,
  { settings: { spark } }: TrainDependencies,
): SparkPlace | undefined => {
  if (spark === undefined || privacy !== "sensitive") return spark;
  throw new EngineUnfit({
    what: `${name} is sensitive, and is not trained`,
    cure: "leave DESPLIEGA_ENGINE out, so that its rows stay in the trainer",
  });
};

const run = async (
  model: ModelDefinition,
  {
    inputs: given = new Map(),
    asOf,
    tune,
    imported,
    consent,
    relaxed,
    why,
    acceptLeak,
  }: TrainOptions,
  dependencies: TrainDependencies,
  engine: Engine,
  directory: string,
): Promise<Trained> => {
  const { store, tables, settings, progress, now } = dependencies;
  const { note = () => {}, judged = () => {}, run: id } = dependencies;
  const runDay = runDayOf(now());
  // Before anything is read.
  requireDeclared(model.name, model, settings.sensitiveModels);
  if (tune !== undefined) searchable(model);
  await requirePreparable(model, { runDay, asOf }, progress);
  const before = await readChampion(store, model.name);

  const supply: InputSupply = {
    fetch: (to) =>
      engine.files === undefined
        ? fetchInputs(model, given, { store, settings, progress, directory: to })
        : measureInputs(model, given, engine.files, { settings, progress }),
    // What the cluster reads stays where it is.
    keep:
      settings.keepInputs && engine.files === undefined
        ? inputKeeper(model.name, { store, settings, progress, directory, now })
        : undefined,
  };
  const options = { runDay, supply, asOf, acceptLeak, champion: before.champion };
  const where = { store, settings, progress, directory, note };
  const { prepared, rival } = await prepareRun(engine, model, options, where);
  const learned = await learnRun(
    engine,
    prepared,
    { tune, imported },
    {
      openLog: (identity) => openSearchLog(store, model.name, identity),
      progress,
    },
  );
  const { commit, csvRows } = settings;
  const made = await makeCandidate(engine, learned, { progress, directory, commit, csvRows });
  const reach = { store, tables, settings, progress, now, note, run: id, judged };
  return conclude(engine, made, rival, { ...reach, directory, consent, relaxed, why, before });
};
