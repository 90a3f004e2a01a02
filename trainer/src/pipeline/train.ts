import { join } from "node:path";

import {
  promote,
  readChampion,
  type BlobStore,
  type Champion,
  type Manifest,
} from "@despliega/storage";

import { codeSides } from "../dataset/code-sides.js";
import { splitObservations } from "../dataset/split.js";
import { openEngine } from "../engine/open-engine.js";
import type { Engine } from "../engine/engine.js";
import { requirePast, runDayOf } from "../ingest/run-day.js";
import type { ModelDefinition } from "../model/model.js";
import { requireUsable } from "../model/require-usable.js";
import type { Note } from "../records/run-record.js";
import { heldBack } from "../release/held-back.js";
import { cannotTell } from "../release/undecided.js";
import type { InputPlace } from "../sources/place.js";
import { chooseAndFit } from "./choose.js";
import { judge } from "./judge.js";
import { makeFeatures } from "./make-features.js";
import type { Progress } from "./progress.js";
import { warnOfRareClasses } from "./rare-classes.js";
import { readInputs } from "./read-inputs.js";
import { releaseRun } from "./release-run.js";
import { searchable, type Tuning } from "./search-for.js";
import type { TrainerSettings } from "./settings.js";
import { withWorkDirectory } from "./work-directory.js";

/** The dependencies of a run. */
export interface TrainDependencies {
  readonly store: BlobStore;
  readonly settings: Pick<
    TrainerSettings,
    | "memoryLimit"
    | "threads"
    | "maxRejected"
    | "personKeys"
    | "commit"
    | "actor"
    | "databases"
    | "databaseLimits"
  >;
  readonly progress: Progress;
  readonly now: () => Date;
  /** Takes what becomes known of the run, for its record. Default: nobody does. */
  readonly note?: Note;
  /** Opens the SQL engine of the run. Default: DuckDB, embedded. */
  readonly openEngine?: typeof openEngine;
}

/** Options of a run. */
export interface TrainOptions {
  /** Places by data set, instead of those that the model names. */
  readonly inputs?: ReadonlyMap<string, InputPlace> | undefined;
  /** The cut-off, as YYYY-MM-DD. Default: the day after the last event, but not after the day of the run. */
  readonly asOf?: string | undefined;
  /** How to search for better options than the model's own. Default: no search. */
  readonly tune?: Tuning | undefined;
  /**
   * Reason to promote the release even where it cannot be compared with the champion. Default: it is held back then.
   */
  readonly consent?: string | undefined;
  /** Reason to train although a feature looks into the future or is made of the label. Default: such a model is refused. */
  readonly acceptLeak?: string | undefined;
}

/** The result of a run. */
export interface Trained {
  readonly manifest: Manifest;
  /** The new champion; undefined when the release is held back. */
  readonly champion: Champion | undefined;
}

/**
 * Takes a model from its history to a published release. The release becomes champion if it passes its promotion checks
 * and nobody else moved the pointer since the run began.
 */
export const train = (
  model: ModelDefinition,
  options: TrainOptions,
  dependencies: TrainDependencies,
): Promise<Trained> =>
  withWorkDirectory(async (directory) => {
    const { memoryLimit, threads } = dependencies.settings;
    const spillDirectory = join(directory, "spill");
    const open = dependencies.openEngine ?? openEngine;
    const engine = await open({ memoryLimit, threads, spillDirectory });
    try {
      return await run(model, options, dependencies, engine, directory);
    } finally {
      await engine.close();
    }
  });

const run = async (
  defined: ModelDefinition,
  { inputs: given = new Map(), asOf, tune, consent, acceptLeak }: TrainOptions,
  { store, settings, progress, now, note = () => {} }: TrainDependencies,
  engine: Engine,
  directory: string,
): Promise<Trained> => {
  const runDay = runDayOf(now());
  requirePast(defined, asOf, runDay);
  const searched = tune && searchable(defined);
  const unused = await requireUsable(defined);
  if (unused.length > 0)
    progress.notice(
      `features.sql returns what is no feature, and is not used: ${unused.join(", ")}`,
    );
  const before = await readChampion(store, defined.name);

  const { inputs, ingested } = await readInputs(engine, defined, given, {
    store,
    settings,
    progress,
    directory,
    runDay,
  });
  note({ inputs: inputs.map(({ dataset, bytes, sha256 }) => ({ name: dataset, bytes, sha256 })) });
  const { observations, rival, acceptedLeak } = await makeFeatures(engine, defined, ingested, {
    store,
    progress,
    runDay,
    asOf,
    champion: before.champion,
    acceptLeak,
  });

  const { classes, labelled, serving } = observations;
  const named = { ...defined, classes };
  const { split, ...returned } = await splitObservations(engine, labelled, named);
  const { model, sides } = await codeSides(engine, named, returned, serving);
  warnOfRareClasses(progress, model, split.training);

  const { features } = model;
  const search = tune && searched && { ...tune, model: { ...searched, classes, features } };
  const chosen = await chooseAndFit(engine, sides, model, search, { store, progress });
  const judged = await judge(engine, model, chosen, sides, split, progress);

  const results = {
    model,
    runDay,
    inputs,
    ingested,
    observations,
    acceptedLeak,
    split,
    training: sides.training,
    test: returned.test,
    ...chosen,
    ...judged,
  };
  const { commit } = settings;
  const context = { store, progress, directory, commit, now };
  const manifest = await releaseRun(engine, results, rival, context);

  const { version, metrics, gates, lineage } = manifest;
  note({ version, metrics, verdicts: gates, parameters: lineage.parameters });

  if (heldBack(manifest, consent).length > 0) return { manifest, champion: undefined };
  const move = {
    at: now(),
    by: settings.actor,
    why: `trained, and passed its promotion checks${cannotTell(manifest)}`,
    ...(manifest.comparison?.outcome === "impossible" ? { consent } : {}),
  };
  return {
    manifest,
    champion: await promote(store, model.name, manifest.version, move, before),
  };
};
