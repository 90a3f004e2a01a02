import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";

import { loadScorer } from "@despliega/storage/scorer";

import { ProblemError } from "../../../http/problem/problem-error.js";
import { predictorOf, type Predictor } from "../../../serving/predictor.js";
import { rowsProtocol } from "../../protocols.js";
import { scoreCall } from "../score.js";
import type { Job, JobResult, ReleaseSource } from "./job.js";

// Linux takes it for this thread alone: where cores are few, the event loop goes first.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

/** The predictor of each model's last release. */
const predictors = new Map<string, Predictor>();

const load = ({ manifest, modelJson }: ReleaseSource): Predictor =>
  predictorOf({
    manifest,
    scorer: loadScorer(manifest, JSON.parse(modelJson)),
  });

const resultOf = ({ protocol, model, call, release }: Job): JobResult => {
  try {
    if (release !== undefined) predictors.set(model, load(release));
    const scored = scoreCall(rowsProtocol(protocol), predictors.get(model)!, call);
    const { body, headers, scores, batch } = scored;
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const values = call.id === undefined ? undefined : batch.values;
    return { body: bytes, headers, scores, values };
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.code, place: error.place };
    return { thrown: error };
  }
};

/** The buffers that go to the other thread without a copy. */
const movedOf = (result: JobResult): ArrayBuffer[] => {
  if (!("body" in result)) return [];
  const { body, scores, values } = result;
  const moved = [body, scores, ...(values === undefined ? [] : [values])];
  return moved.map(({ buffer }) => buffer as ArrayBuffer);
};

parentPort!.on("message", (job: Job) => {
  const result = resultOf(job);
  parentPort!.postMessage(result, movedOf(result));
});
