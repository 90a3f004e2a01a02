import { EVEN, type AnswerForm } from "../../evaluate/measure.js";
import { measureNumbers } from "./numbers.js";
import type { Measure } from "./resample.js";
import type { ScoredRows } from "./scored-rows.js";
import { measureSeveralClasses } from "./several-classes.js";
import { measureTwoClasses } from "./two-classes.js";

/** Measures drawn rows as `evaluate/measure` measures all, by what the model answers. */
export const measureOf = (
  rows: ScoredRows,
  { task, classes = [], scale, threshold = EVEN }: AnswerForm,
): Measure => {
  if (task === "regression") return measureNumbers(rows, scale);
  return classes.length > 2
    ? measureSeveralClasses(rows)
    : measureTwoClasses(rows, threshold.value);
};
