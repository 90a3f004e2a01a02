import type { Scorer } from "@despliega/storage";

import type { Rows } from "../estimators/rows.js";
import { probabilityOf } from "../evaluate/class-answer.js";

/** The answers of a scorer to rows, by the column of a scored table: `score`, and with several outputs each probability. */
export const scoreRows = (
  { outputs, scores }: Pick<Scorer, "outputs" | "scores">,
  { columns, target }: Pick<Rows, "columns" | "target">,
): Readonly<Record<string, Float64Array>> => {
  const row = new Float64Array(columns.length);
  const answers = new Float64Array(outputs);
  const largest = new Float64Array(target.length);
  const each = Array.from({ length: outputs }, () => new Float64Array(target.length));
  for (let at = 0; at < target.length; at++) {
    for (let i = 0; i < row.length; i++) row[i] = columns[i]![at]!;
    scores(row, answers);
    largest[at] = Math.max(...answers);
    for (let output = 0; output < outputs; output++) each[output]![at] = answers[output]!;
  }
  if (outputs === 1) return { score: largest };
  return {
    score: largest,
    ...Object.fromEntries(each.map((column, code) => [probabilityOf(code), column])),
  };
};
