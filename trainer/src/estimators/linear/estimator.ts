import { linearJson } from "@despliega/storage";

import { double } from "../../engine/sql.js";
import type { Estimator } from "../estimator.js";
import { ridge, target } from "../shared-options.js";
import { weightedSumSql } from "../weighted-sum.js";
import { fitLinear, type LinearOptions } from "./linear.js";

/** Linear regression by ridge-penalised least squares. */
export const linearEstimator: Estimator<LinearOptions> = {
  tasks: ["regression"],
  fields: { ridge, target },
  missing: (mean) => ({ fill: mean }),
  fit: async (engine, { observations, statistics }, options) => {
    const { weights, coefficients, smearing } = await fitLinear(
      engine,
      { observations, statistics },
      options,
    );
    return {
      modelJson: linearJson(weights),
      ...(smearing === undefined ? {} : { scale: { of: "log", smearing } }),
      coefficients,
      effort: {},
    };
  },
  sql: ({ description: { features, scale }, modelJson }, dialect) => {
    const sum = weightedSumSql(dialect, (modelJson as { weights: number[] }).weights, features);
    return scale === undefined ? sum : `${double(scale.smearing)} * exp(${sum})`;
  },
};
