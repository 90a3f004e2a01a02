import type { Engine } from "@despliega/trainer/engine/engine.js";
import {
  fitLogistic,
  type LogisticFit,
  type LogisticOptions,
} from "@despliega/trainer/estimators/logistic/logistic.js";
import type { FeatureStatistics } from "@despliega/trainer/estimators/statistics.js";

import { describeRows, uniform, type Row } from "../rows.js";
import { named } from "../../../support/relations.js";

/** A row of one of two classes. */
export type LabelledRow = Row<0 | 1>;

/** How a test fits: by default without ridge or class weights. */
export interface FitOptions extends Partial<LogisticOptions> {
  /** Default: of the rows themselves. */
  readonly statistics?: readonly FeatureStatistics[];
}

/** Fits the rows. */
export const fitRows = async (
  engine: Engine,
  rows: readonly LabelledRow[],
  { statistics, ...options }: FitOptions = {},
): Promise<LogisticFit> => {
  const own = await describeRows(engine, rows, "BIGINT");
  return fitLogistic(
    engine,
    {
      observations: named("training"),
      rows: rows.length,
      positives: rows.filter(({ y }) => y === 1).length,
      statistics: statistics ?? own,
    },
    { kind: "logistic", ridge: 0, classWeights: "none", ...options },
  );
};

/** Rows whose labels follow a logistic model of independent features around 0. */
export const drawRows = (count: number, weights: readonly number[], seed = 1): LabelledRow[] => {
  const next = uniform(seed);
  return Array.from({ length: count }, () => {
    const x = weights.slice(1).map(() => next() + next() + next() - 1.5);
    const logit = x.reduce((sum, value, i) => sum + weights[i + 1]! * value, weights[0]!);
    return { x, y: next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0 };
  });
};
