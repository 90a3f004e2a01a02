import type { Manifest } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import { probabilityOf, withAnswer } from "../../evaluate/class-answer.js";
import type { ScoredTable } from "../../evaluate/scored.js";
import type { Evaluated } from "../evaluate.js";
import { certaintyOf, type Certainty, type Measured } from "./certainty.js";
import { measuredNumbers } from "./numbers.js";
import { readScored, type ScoredRows } from "./scored-rows.js";
import { measuredSeveralClasses } from "./several-classes.js";
import { measuredTwoClasses } from "./two-classes.js";

/** Finds out how much chance there is in an evaluation: its test observations, drawn again by entity. */
export const assess = async (
  engine: Engine,
  evaluated: Evaluated,
  test: ObservationTable,
  scored: ScoredTable,
  scale: Manifest["scale"],
): Promise<Certainty> => {
  const { metrics, observations } = evaluated.evaluation;
  const rows = await rowsOf(engine, evaluated, test, scored);
  return certaintyOf(metrics, observations, rows, measuredOf(rows, evaluated, scale));
};

const measuredOf = (rows: ScoredRows, evaluated: Evaluated, scale: Manifest["scale"]): Measured => {
  if (evaluated.kind === "binary") return measuredTwoClasses(rows, evaluated.evaluation);
  if (evaluated.kind === "multiclass") return measuredSeveralClasses(rows, evaluated.evaluation);
  return measuredNumbers(rows, evaluated.evaluation, scale);
};

/** The scored rows; those of several classes with each probability and the answer. */
const rowsOf = (
  engine: Engine,
  { kind, evaluation, costs }: Evaluated,
  test: ObservationTable,
  scored: ScoredTable,
): Promise<ScoredRows> => {
  const { observations } = evaluation;
  if (kind !== "multiclass") return readScored(engine, scored, test, ["score"], observations);
  const { length } = evaluation.classes;
  return scoped(engine, async (own) => {
    const answered = await own.view<"observation" | "label" | "score">(
      withAnswer(scored.name, length, costs),
    );
    const columns = [...Array.from({ length }, (_, code) => probabilityOf(code)), "answer"];
    return readScored(own, answered, test, columns, observations);
  });
};
