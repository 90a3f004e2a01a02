import { logisticJson } from "@despliega/storage";

import type { Estimator } from "../estimator.js";
import { classWeights, ridge } from "../shared-options.js";
import { weightedSumSql } from "../weighted-sum.js";
import { fitLogistic, type LogisticOptions } from "./logistic.js";

/** Logistic regression for two classes. */
export const logisticEstimator: Estimator<LogisticOptions> = {
  tasks: ["classification"],
  fields: { ridge, classWeights },
  missing: (mean) => ({ fill: mean }),
  fit: async (engine, { observations, statistics }, options) => {
    const counted = await engine.row<{ rows: number; positives: number }>(
      `SELECT count(*) AS rows, ${engine.dialect.cast("sum(label)", "bigint")} AS positives FROM ${observations.name}`,
    );
    const data = { observations, ...counted, statistics };
    const { weights, coefficients, passes } = await fitLogistic(engine, data, options);
    return { modelJson: logisticJson(weights), coefficients, effort: { passes } };
  },
  sql: ({ description: { features }, modelJson }, dialect) => {
    const { classifiers } = modelJson as { classifiers: [{ weights: [number[]] }] };
    return `1 / (1 + exp(-(${weightedSumSql(dialect, classifiers[0].weights[0], features)})))`;
  },
};
