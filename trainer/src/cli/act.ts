import {
  DespliegaError,
  requestTraining,
  takeTrainingRequest,
  type BlobStore,
  type Verdict,
} from "@despliega/storage";

import { causeOf } from "../pipeline/heed-verdict.js";
import { trainedLately } from "../pipeline/trained-lately.js";
import { startTrainingJob, type TrainingJob } from "../pipeline/training-job.js";
import { RUNS_TABLE } from "../records/keys.js";
import type { CommandContext } from "./command.js";
import type { Reach } from "./recorded.js";
import { trainAndTell } from "./train.js";

/** What was done about a verdict: `trained lately` where a training within a day made another one needless. */
export type Acted = "nothing" | "started a job" | "trained" | "trained lately" | "failed";

/** What acting works with. */
export interface ActContext extends Pick<Reach, "tables"> {
  readonly store: BlobStore;
  /** Starts the job of the settings. Default: by Azure's REST API. */
  readonly start?: (job: TrainingJob) => Promise<void>;
}

/**
 * Acts on a verdict: lost performance starts a training, here or as the job of the settings, at most once in 24 hours. A
 * fault and drift start nothing. A training that fails is told on standard error, and the verdict stands.
 */
export const act = async (
  context: CommandContext,
  model: string,
  { id, verdict }: Pick<Verdict, "id" | "verdict">,
  { store, tables, start = startTrainingJob }: ActContext,
): Promise<Acted> => {
  const { settings, progress, now } = context;
  if (verdict !== "lost") return "nothing";
  try {
    const records =
      settings.records.recording === "off" ? undefined : await tables.open(RUNS_TABLE);
    const { container } = tables;
    if (await trainedLately(model, now(), { store, records, container })) {
      progress.notice(
        `${model} was trained within the last 24 hours: no other training is started`,
      );
      return "trained lately";
    }
    const { trainingJob } = settings;
    if (trainingJob !== undefined) {
      const request = { verdict: id, at: now().toISOString(), by: settings.actor };
      await startAsked(model, request, store, () => start(trainingJob));
      progress.notice(`a training of ${model} is started as a job, because of verdict ${id}`);
      return "started a job";
    }
    await trainAndTell(context, model, { why: causeOf(id) });
    return "trained";
  } catch (error) {
    if (!(error instanceof DespliegaError)) throw error;
    process.stderr.write(`${model}: ${error.code}: ${error.message}\n`);
    return "failed";
  }
};

/** Leaves the request for the training to find, and takes it back where the job does not start. */
const startAsked = async (
  model: string,
  request: Parameters<typeof requestTraining>[2],
  store: BlobStore,
  start: () => Promise<void>,
): Promise<void> => {
  await requestTraining(store, model, request);
  try {
    await start();
  } catch (error) {
    await takeTrainingRequest(store, model);
    throw error;
  }
};
