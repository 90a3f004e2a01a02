import { linearJson } from "@despliega/storage";

import { designColumns } from "../design-columns.js";
import type { Estimator } from "../estimator.js";
import { ridge, target } from "../shared-options.js";
import { weightedSumSql } from "../weighted-sum.js";
import { fitLinear, type LinearOptions } from "./linear.js";

/** Linear regression by ridge-penalised least squares. */
export const linearEstimator: Estimator<LinearOptions> = {
  tasks: ["regression"],
  fields: { ridge, target },
  missing: (mean) => ({ fill: mean }),
  fit: async (engine, data, options) => {
    const design = await designColumns(engine, data);
    const { weights, coefficients } = await fitLinear(engine, design, options);
    return {
      modelJson: linearJson(design.weightsOf(weights)),
      coefficients: design.named(coefficients),
      coefficientErrors: "curvature",
      effort: {},
    };
  },
  sql: ({ description: { features }, modelJson }, dialect) =>
    weightedSumSql(dialect, (modelJson as { weights: number[] }).weights, features),
};
