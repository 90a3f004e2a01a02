import { linearJson } from "@despliega/storage";

import { double } from "../../engine/sql.js";
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
    const { weights, coefficients, smearing } = await fitLinear(engine, design, options);
    return {
      modelJson: linearJson(design.weightsOf(weights)),
      ...(smearing === undefined ? {} : { scale: { of: "log", smearing } }),
      coefficients: design.named(coefficients),
      effort: {},
    };
  },
  sql: ({ description: { features, scale }, modelJson }, dialect) => {
    const sum = weightedSumSql(dialect, (modelJson as { weights: number[] }).weights, features);
    return scale === undefined ? sum : `${double(scale.smearing)} * exp(${sum})`;
  },
};
