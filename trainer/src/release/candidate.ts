import type { ReleaseFacts } from "@despliega/storage";

import type { Observations } from "../dataset/observations.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ScoredTable } from "../evaluate/scored.js";
import type { ModelDefinition } from "../model/model.js";
import { describeRun } from "./describe-run.js";
import type { Run } from "./run.js";

/** A release that is not published yet, with what a comparison with the champion needs. */
export interface Candidate {
  /** With the names of its classes. */
  readonly model: ModelDefinition;
  readonly facts: ReleaseFacts;
  readonly observations: Pick<Observations, "asOf" | "newestEvent" | "serving" | "unknown">;
  /** The observations that it is tested on, as `features.sql` returns them. */
  readonly test: ObservationTable;
  readonly testRows: number;
  /** The same observations, scored by it. */
  readonly scored: ScoredTable;
}

/** The release of a run. @param commit of the trainer, where it is known */
export const candidateOf = (run: Run, commit: string | null): Candidate => {
  const { model, observations, test, scored, split } = run;
  const facts = describeRun(run, commit);
  return { model, facts, observations, test, testRows: split.test.observations, scored };
};
