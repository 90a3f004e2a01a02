import { join } from "node:path";

import {
  promote,
  readChampion,
  type BlobStore,
  type Champion,
  type Manifest,
} from "@despliega/storage";

import { chooseAndFit } from "./choose.js";
import { findLeak } from "../check/find-leak.js";
import { openEngine } from "../engine/duckdb/open-engine.js";
import type { Engine } from "../engine/engine.js";
import { assess } from "../learn/certainty/assess.js";
import { fewCases, type Certainty } from "../learn/certainty/certainty.js";
import { evaluate } from "../learn/evaluate.js";
import { importanceOf } from "../learn/importance.js";
import type { ModelDefinition } from "../model/model.js";
import { requireUsable } from "../model/require-usable.js";
import { buildObservations } from "../dataset/observations.js";
import type { Progress } from "./progress.js";
import { compare } from "../release/comparison.js";
import { promotionChecks } from "../release/promotion-checks.js";
import { heldBack } from "../release/held-back.js";
import { makeParts } from "../release/parts.js";
import { publish } from "../release/publish.js";
import { meetRival } from "../release/rival.js";
import { signatureChange } from "../release/signature-change.js";
import { signatureText } from "../model/signature-text.js";
import { requirePast, runDayOf } from "../ingest/run-day.js";
import type { Run } from "../release/run.js";
import { warnOfRareClasses } from "./rare-classes.js";
import { readInputs } from "./read-inputs.js";
import { searchable, type Tuning } from "./search-for.js";
import type { TrainerSettings } from "./settings.js";
import { codeSides } from "../dataset/code-sides.js";
import { splitObservations } from "../dataset/split.js";
import { withWorkDirectory } from "./work-directory.js";

/** The dependencies of a run. */
export interface TrainDependencies {
  readonly store: BlobStore;
  readonly settings: Pick<
    TrainerSettings,
    "memoryLimit" | "threads" | "maxRejected" | "personKeys" | "commit" | "actor"
  >;
  readonly progress: Progress;
  readonly now: () => Date;
  /** Opens the SQL engine of the run. Default: DuckDB, embedded. */
  readonly openEngine?: typeof openEngine;
}

/** Options of a run. */
export interface TrainOptions {
  /** Files by data set, in place of the inputs in the container. */
  readonly inputs?: ReadonlyMap<string, string> | undefined;
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
  { inputs: files = new Map(), asOf, tune, consent, acceptLeak }: TrainOptions,
  { store, settings, progress, now }: TrainDependencies,
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

  const { inputs, ingested } = await readInputs(engine, defined, files, {
    store,
    settings,
    progress,
    directory,
    runDay,
  });

  const { observations, leak, rival } = await progress.step(
    "features",
    async () => {
      const tables = ingested.inputs.map(({ table }) => table);
      const made = await buildObservations(engine, defined, tables, { asOf, runDay });
      const leaking = await findLeak(engine, defined, tables, made.asOf);
      if (leaking !== undefined && acceptLeak === undefined) throw leaking;
      const ours = { model: defined, asOf: made.asOf };
      const met = await meetRival(engine, store, ours, before.champion);
      await engine.drop(...tables);
      return { observations: made, leak: leaking, rival: met };
    },
    ({ observations: { asOf: day, rows } }) => ({
      ...(day === null ? {} : { as_of: day }),
      ...rows,
    }),
  );
  if (leak !== undefined) progress.notice(leak.message);
  const { classes } = observations;
  const named = { ...defined, classes };
  const { split, ...returned } = await splitObservations(engine, observations.labelled, named);
  const { model, sides } = await codeSides(engine, named, returned, observations.serving);
  const { features } = model;
  const search = tune && searched && { ...tune, model: { ...searched, classes, features } };

  warnOfRareClasses(progress, model, split.training);

  const { selected, fitted, scored } = await chooseAndFit(engine, sides, model, search, {
    store,
    progress,
  });
  const { evaluated, certainty } = await progress.step(
    "evaluate",
    async () => {
      const found = await evaluate(engine, model, fitted, {
        training: sides.training,
        scored,
        rows: split.test.observations,
        outOfFold: selected.outOfFold,
      });
      const { test } = sides;
      return {
        evaluated: found,
        certainty: await assess(engine, found, test, scored, fitted.scale),
      };
    },
    (found) => checkedMetrics(model, found.evaluated.evaluation.metrics, found.certainty),
  );
  const few = fewCases(certainty);
  if (few.length > 0) progress.notice(fewCasesText(few));
  const importance =
    fitted.gain &&
    (await progress.step("importance", () => importanceOf(engine, sides.test, model.task, fitted)));

  const run: Run = {
    model,
    runDay,
    inputs,
    ingested,
    observations,
    acceptedLeak: leak === undefined ? undefined : acceptLeak,
    split,
    training: sides.training,
    test: returned.test,
    selected,
    fitted,
    scored,
    importance,
    evaluated,
    certainty,
  };
  const parts = await progress.step(
    "report",
    () => makeParts(engine, run, directory),
    (made) => ({ parts: made.length }),
  );
  const { champion, candidate, comparison } = await compare(engine, run, rival);
  const gates = promotionChecks(
    model.gates,
    evaluated.evaluation.metrics,
    champion?.metrics,
    candidate,
  );
  const change = rival?.manifest && signatureChange(rival.manifest, fitted.features);
  if (change !== undefined)
    progress.notice(`the signature is not that of ${change.since}: it ${signatureText(change)}`);
  const compared = { champion, comparison, signatureChange: change };
  const manifest = await progress.step(
    "publish",
    () => publish(store, { run, parts, gates, compared, commit: settings.commit, created: now() }),
    ({ version }) => ({ version }),
  );

  if (heldBack(manifest, consent).length > 0) return { manifest, champion: undefined };
  const move = {
    at: now(),
    by: settings.actor,
    why: "trained, and passed its promotion checks",
    ...(comparison.outcome === "impossible" ? { consent } : {}),
  };
  return {
    manifest,
    champion: await promote(store, model.name, manifest.version, move, before),
  };
};

const checkedMetrics = (
  { gates }: ModelDefinition,
  metrics: Readonly<Record<string, number>>,
  { intervals }: Certainty,
): Record<string, number | string> =>
  Object.fromEntries(
    gates.flatMap(({ metric }) => {
      const ends = intervals.metrics[metric]?.map(rounded);
      return [
        [metric, rounded(metrics[metric] ?? NaN)],
        ...(ends === undefined ? [] : [[`${metric}_interval`, ends.join(" to ")]]),
      ];
    }),
  );

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

const fewCasesText = (few: ReturnType<typeof fewCases>): string =>
  `few cases in the test set: ${few.map(([metric, cases]) => `${metric} rests on ${cases}`).join(", ")}`;
