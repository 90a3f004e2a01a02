import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";

import { loadScorer } from "@despliega/storage/scorer";

import { ROWS_PROTOCOLS } from "../protocols/protocols.js";
import { scoreCall } from "../protocols/score.js";
import { Refusal } from "../refusal.js";
import { serve, type Served } from "../serving/served.js";
import type { Job, Outcome, ReleaseText } from "./job.js";

// Linux takes it for this thread alone: where cores are few, the event loop goes first.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

/** The release of each model that this thread was handed last. */
const models = new Map<string, Served>();

const open = ({ manifest, modelJson }: ReleaseText): Served =>
  serve({
    manifest,
    scorer: loadScorer(manifest, JSON.parse(modelJson)),
  });

const outcomeOf = ({ protocol, model, call, release }: Job): Outcome => {
  try {
    if (release !== undefined) models.set(model, open(release));
    const { body, headers, scores } = scoreCall(ROWS_PROTOCOLS[protocol], models.get(model)!, call);
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    return { body: bytes, headers, scores };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.code, place: error.place };
    return { thrown: error };
  }
};

parentPort!.on("message", (job: Job) => {
  const outcome = outcomeOf(job);
  const moved =
    "body" in outcome
      ? [outcome.body.buffer as ArrayBuffer, outcome.scores.buffer as ArrayBuffer]
      : [];
  parentPort!.postMessage(outcome, moved);
});
