import type { Manifest } from "@despliega/storage";

import type { AnswerForm } from "../../evaluate/measure.js";
import type { Evaluated } from "../evaluate.js";
import { certaintyOf, type Certainty, type Measured } from "./certainty.js";
import { measuredNumbers } from "./numbers.js";
import type { ScoredRows } from "./scored-rows.js";
import { measuredSeveralClasses } from "./several-classes.js";
import { measuredTwoClasses } from "./two-classes.js";

/** Finds out how much chance there is in an evaluation: its test observations, drawn again by entity. @param rows some of them, or all */
export const assess = async (
  rows: ScoredRows,
  evaluated: Evaluated,
  scale: Manifest["scale"],
): Promise<Certainty> => {
  const { metrics, observations } = evaluated.evaluation;
  return certaintyOf(metrics, observations, rows, await measuredOf(rows, evaluated, scale));
};

/** What decides how the answers of an evaluated model are read. */
export const formOfEvaluated = (evaluated: Evaluated): Pick<AnswerForm, "classes" | "costs"> => ({
  costs: evaluated.costs,
  ...(evaluated.kind === "multiclass" && {
    classes: evaluated.evaluation.classes.map(({ name }) => name),
  }),
});

/** How the metrics of an evaluated model follow from scored rows. */
export const measuredOf = (
  rows: ScoredRows,
  evaluated: Evaluated,
  scale: Manifest["scale"],
): Measured | Promise<Measured> => {
  if (evaluated.kind === "binary") return measuredTwoClasses(rows, evaluated.evaluation);
  if (evaluated.kind === "multiclass") return measuredSeveralClasses(rows, evaluated.evaluation);
  return measuredNumbers(rows, evaluated.evaluation, scale);
};
