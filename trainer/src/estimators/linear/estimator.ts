import { linearJson } from "@despliega/storage";

import type { Estimator } from "../estimator.js";
import { fitLinear, type LinearOptions } from "./linear.js";

/** Linear regression by ridge-penalised least squares. */
export const linearEstimator: Estimator<LinearOptions> = {
  missing: (mean) => ({ fill: mean }),
  fit: async (engine, { view, statistics }, options) => {
    const { weights, coefficients, smearing } = await fitLinear(
      engine,
      { table: view, statistics },
      options,
    );
    return {
      modelJson: linearJson(weights),
      ...(smearing === undefined ? {} : { scale: { of: "log", smearing } }),
      coefficients,
      effort: {},
    };
  },
};
