import type { RunRecord } from "@despliega/trainer/records/run-record.js";
import { uuidV7 } from "@despliega/trainer/records/uuid-v7.js";

/** The record of a run that begins at a moment, with other fields where they are given. */
export const recordAt = (start: string, fields: Partial<RunRecord> = {}): RunRecord => ({
  run: uuidV7(new Date(start)),
  container: "despliega",
  model: "riesgo",
  verb: "train",
  start: new Date(start),
  outcome: "running",
  who: "the test",
  host: "a-machine",
  pid: process.pid,
  place: "0123456789abcdef",
  trainer: "0.0.0",
  ...fields,
});
