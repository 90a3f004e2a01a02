import { parentPort, workerData } from "node:worker_threads";

import type { BatchModel, BatchRows, Job, JobResult } from "./job.js";
import { rowsReader } from "./read-rows.js";
import { featuresInRow } from "./row-reader.js";
import { rowsScorer } from "./score-rows.js";

/** What a thread begins with. */
export interface ThreadData {
  readonly model: BatchModel;
  readonly numbers: "lines" | "rows";
}

const { model, numbers } = workerData as ThreadData;
const read = rowsReader(model, numbers, featuresInRow(model));
const score = rowsScorer(model);

const rowsOf = (job: Job): BatchRows => ("rows" in job ? job.rows : read(job.block));

const resultOf = (job: Job): JobResult => {
  try {
    return score(rowsOf(job));
  } catch (thrown) {
    return { thrown };
  }
};

parentPort!.on("message", (job: Job) => {
  const result = resultOf(job);
  parentPort!.postMessage(result, "bytes" in result ? [result.bytes.buffer as ArrayBuffer] : []);
});
