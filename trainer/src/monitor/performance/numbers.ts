import { endsOf } from "@despliega/storage";

import type { ScoredRows } from "../../learn/certainty/scored-rows.js";
import { figuresOf, type Known } from "./figure.js";
import type { JudgedForm } from "./judged.js";
import type { Ratio } from "./ratio.js";
import { ratioOfRows } from "./ratio-of-rows.js";
import type { RowFigures } from "./row-figures.js";
import { shareOfRows } from "./share-of-rows.js";

/** The figures of answers of a regression, `log_mae` only where the model learns the logarithm and all numbers are positive. */
export const numberFigures = (rows: ScoredRows, { scale, interval }: JudgedForm): RowFigures => {
  const {
    labels,
    scores: [answers],
  } = rows;
  const error = (row: number) => answers![row]! - labels[row]!;
  const hasLogs =
    scale !== undefined && [labels, answers!].every((each) => each.every((value) => value > 0));
  const logError = (row: number) =>
    Math.log(answers![row]!) - Math.log(scale!.smearing) - Math.log(labels[row]!);
  const ends = interval && Array.from(answers!, endsOf(interval));
  const isInside = (row: number): boolean => {
    const [from, to] = ends![row]!;
    return from <= labels[row]! && labels[row]! <= to;
  };
  return {
    figures: figuresOf({
      mae: ratioOfRows(rows, (row) => Math.abs(error(row))),
      rmse: rootOf(ratioOfRows(rows, (row) => error(row) ** 2)),
      bias: ratioOfRows(rows, error),
      log_mae: hasLogs ? ratioOfRows(rows, (row) => Math.abs(logError(row))) : undefined,
      coverage: interval && shareOfRows(rows, () => true, isInside),
    }),
  };
};

/** The root of a mean, with the error that the slope of the root leaves of it. */
const rootOf = ({ value, deviation }: Ratio): Known => {
  const root = Math.sqrt(value);
  return { value: root, deviation: deviation / (2 * root) };
};
