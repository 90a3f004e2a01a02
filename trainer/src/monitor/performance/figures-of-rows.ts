import type { ScoredRows } from "../../learn/certainty/scored-rows.js";
import type { JudgedForm } from "./judged.js";
import { numberFigures } from "./numbers.js";
import type { RowFigures } from "./row-figures.js";
import { severalClassFigures } from "./several-classes.js";
import { twoClassFigures } from "./two-classes.js";

/** The figures of rows with outcomes, by what the model answers. */
export const figuresOfRows = (
  rows: ScoredRows,
  form: JudgedForm,
): RowFigures | Promise<RowFigures> => {
  if (form.task === "regression") return numberFigures(rows, form);
  return (form.classes?.length ?? 0) > 2
    ? severalClassFigures(rows, form)
    : twoClassFigures(rows, form);
};
