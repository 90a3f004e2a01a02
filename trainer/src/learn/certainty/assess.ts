import type { Manifest } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import type { ScoredTable } from "../../evaluate/scored.js";
import type { Evaluated } from "../evaluate.js";
import { certaintyOf, type Certainty } from "./certainty.js";
import { measuredNumbers } from "./numbers.js";
import { readScored } from "./scored-rows.js";
import { measuredTwoClasses } from "./two-classes.js";

/** Finds out how much chance there is in an evaluation: its test observations, drawn again by entity. */
export const assess = async (
  engine: Engine,
  { evaluation }: Evaluated,
  test: ObservationTable,
  scored: ScoredTable,
  scale: Manifest["scale"],
): Promise<Certainty> => {
  const { metrics, observations } = evaluation;
  const rows = await readScored(engine, scored, test, ["score"], observations);
  const measured =
    "confusion" in evaluation
      ? measuredTwoClasses(rows, evaluation)
      : measuredNumbers(rows, evaluation, scale);
  return certaintyOf(metrics, observations, rows, measured);
};
