import type { ReleaseFacts } from "@despliega/storage";

import type { ModelDefinition } from "../../model/model.js";
import { requireUsable } from "../../model/require-usable.js";
import { learnRun } from "../learn-run.js";
import type { Progress } from "../progress.js";
import { makeCandidate } from "../release-candidate.js";
import type { TrainerSettings } from "../settings.js";
import { withRunEngine, type RunEngineOptions } from "../run-engine.js";
import { openPrepared } from "./open-prepared.js";
import { writeTrained } from "./write-trained.js";

/** Where a stage reads and writes. */
export interface TrainStageOptions {
  /** A directory that `prepare` wrote. */
  readonly prepared: string;
  readonly out: string;
}

/** The dependencies of the stage. */
export interface TrainStageDependencies extends RunEngineOptions {
  readonly settings: RunEngineOptions["settings"] &
    Pick<TrainerSettings, "commit"> &
    Partial<Pick<TrainerSettings, "csvRows">>;
  readonly progress: Progress;
}

/**
 * Learns from prepared observations, and writes every part of a release into a directory. Nothing is published.
 *
 * @returns what the release will say of itself
 * @throws what opening a prepared run, learning and writing a stage throw
 */
export const trainStage = (
  model: ModelDefinition,
  { prepared: from, out }: TrainStageOptions,
  dependencies: TrainStageDependencies,
): Promise<ReleaseFacts> =>
  withRunEngine(dependencies, async (engine, directory) => {
    const { settings, progress } = dependencies;
    await requireUsable(model);
    const prepared = await progress.step("open", () => openPrepared(engine, from, model));
    await engine.confine(directory);
    const run = await learnRun(engine, prepared, {}, { openLog: noLog, progress });
    const made = await makeCandidate(engine, run, {
      progress,
      directory,
      commit: settings.commit,
      csvRows: settings.csvRows,
    });
    await progress.step("write", () => writeTrained(engine, run, made, out, directory));
    return made.candidate.facts;
  });

const noLog = (): never => {
  throw new TypeError("a training from files has no search");
};
